package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.script.Bindings;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.Language;

/**
 * What a script of level 5.4 leaves when it is stopped is closed, and nothing of that makes it last
 * longer than it may.
 */
class CloseAtStopTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  /** Many times the limit: only a script that goes on for ever takes so long. */
  private static final Duration FOREVER = Duration.ofSeconds(20);

  private static final String ENDLESS =
      "local function endless() while true do pcall(function() end) end end "
          + "local function closing(f) return setmetatable({}, {__close = f}) end ";

  private static LuaEngineBuilder builder() {
    return LuaEngine.builder().language(Language.LUA_5_4);
  }

  private static LuaScriptException stopped(LuaEngine engine, String script, Bindings bindings) {
    return assertTimeoutPreemptively(
        FOREVER,
        () -> assertThrows(LuaScriptException.class, () -> engine.eval(script, bindings), script));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local x <close> = closing(endless)",
        "do local x <close> = closing(endless) end",
        "while true do local x <close> = closing(endless) break end",
        "local x <close> = closing(endless) error('x')",
        "pcall(function() local x <close> = closing(endless) error('x') end)",
        "pcall(function() local x <close> = closing(function() error('x') end) endless() end)",
        "local co = coroutine.wrap(function() local x <close> = closing(endless) end) co()",
        "local co = coroutine.create(function() local x <close> = closing(endless)"
            + " coroutine.yield() end) coroutine.resume(co) coroutine.close(co)",
        "local x <close> = closing(endless) endless()",
        "local x <close> = closing(endless) channel.new():receive()",
        "local x <close> = closing(function() channel.new():receive('1h') end) endless()",
        "for i = 1, math.huge do local x <close> = closing(function() end) end",
        "local function f() local x <close> = closing(function() pcall(f) endless() end) f() end f()",
        "coroutine.spawn(function() local x <close> = closing(endless) endless() end) endless()",
      })
  void aDeadlineHoldsWhateverIsToBeClosed(String script) {
    try (LuaEngine engine = builder().timeout(LIMIT).build()) {
      LuaScriptException e = stopped(engine, ENDLESS + script, new SimpleBindings());
      boolean inTime = e.getMessage().contains("timed out") || e.getMessage().contains("deadlock");
      assertTrue(inTime, e.getMessage());
    }
  }

  /** Each adds to {@code log} what it closes. */
  private static final String LOGGED =
      "log = '' local function logged(name) return closing(function(_, e) "
          + "log = log .. name .. (e and ':' .. tostring(e) or '') .. ' ' end) end ";

  /** So that the little time there is does not go into loading classes. */
  @BeforeAll
  static void loadClasses() throws ScriptException {
    try (LuaEngine engine = builder().build()) {
      engine.put("list", List.of("1", "2"));
      engine.eval("list:forEach(function(x) pcall(channel.new) end)");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local a <close> = logged('a') local b <close> = logged('b') endless() | b:T a:T",
        "local a <close> = logged('a') pcall(function() local b <close> = logged('b') endless() end)"
            + " | b:T a:T",
        "local a <close> = logged('a') coroutine.wrap(function() local b <close> = logged('b') "
            + "local c <close> = logged('c') endless() end)() | c:T b:T a:T",
        "local a <close> = logged('a') local co = coroutine.create(function() "
            + "local b <close> = logged('b') endless() end) coroutine.resume(co) | b:T a:T",
        "local a <close> = logged('a') string.gsub('x', 'x', function() "
            + "local b <close> = logged('b') endless() end) | b:T a:T",
        "local a <close> = logged('a') for k in pairs, {1}, nil, logged('b') do endless() end"
            + " | b:T a:T",
        "local a <close> = logged('a') "
            + "local b <close> = closing(function() log = log .. 'b ' error('no', 0) end) "
            + "local c <close> = logged('c') endless() | c:T b a:no",
        "local a <close> = logged('a') local b <close> = closing(endless) endless() | ",
        "local a <close> = logged('a') channel.new():receive('1h') | a:T",
        "local a <close> = logged('a') string.gsub('x', 'x', function() "
            + "local b <close> = logged('b') channel.new():receive('1h') end) | b:T a:T",
        "local co = coroutine.wrap(function() local b <close> = logged('b') coroutine.yield() end)"
            + " co() kept = co local a <close> = logged('a') endless() | a:T",
        "local a <close> = logged('a') local b <close> = closing(function() "
            + "log = log .. select(2, pcall(channel.new().receive, channel.new())) .. ' ' end) "
            + "endless() | cannot wait while the script is being stopped a:T",
        "local a <close> = logged('a') local b <close> = closing(function() "
            + "coroutine.spawn(endless) end) endless() "
            + "| a:chunk:1: cannot wait while the script is being stopped",
        "local a <close> = logged('a') local b <close> = closing(function() "
            + "local c = channel.new(1) c:send('sent') log = log .. c:receive() .. ' ' end) "
            + "endless() | sent a:T",
        "local a <close> = logged('a') local b <close> = closing(function() "
            + "list:forEach(function(x) log = log .. x .. ' ' end) end) endless() | 1 2 a:T",
      })
  void aDeadlineHasVariablesClosed(String script, String expected) throws ScriptException {
    // Its own limit: there is time for the handlers whatever else the machine does.
    try (LuaEngine engine = builder().timeout(LIMIT).build()) {
      Bindings bindings = engine.createBindings();
      bindings.put("list", List.of("1", "2"));
      stopped(engine, ENDLESS + LOGGED + script, bindings);
      String log = bindings.get("log").toString().strip();
      assertEquals(
          expected == null ? "" : expected, log.replace("script timed out after 200 ms", "T"));
      assertEquals(7, engine.eval("return 7", bindings), "the realm is as good as before");
    }
  }

  /** All together have as long as one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "local function f(n) local x <close> = closing(endless) if n > 0 then f(n - 1) end endless()"
            + " end f(1000)",
        "local function f() local x <close> = closing(f) endless() end f()",
        "local function f() local x <close> = closing(f) local y <close> = closing(f) endless() end"
            + " f()",
        "local function f(n) local x <close> = closing(endless) string.gsub('x', 'x', function() "
            + "if n > 0 then f(n - 1) else endless() end end) end f(80)",
        "for i = 1, 100 do coroutine.spawn(function() local x <close> = closing(endless) "
            + "string.gsub('x', 'x', function() channel.new():receive('1h') end) end) end endless()",
        "nest(80)",
      })
  void allThatIsClosedHasOneAllowance(String script) throws ScriptException {
    try (LuaEngine engine = builder().timeout(LIMIT).build()) {
      Bindings bindings = new SimpleBindings();
      bindings.put("eval", (LuaEvaluation) text -> engine.eval(text, bindings));
      String nest =
          "function nest(n) local x <close> = closing(endless) "
              + "if n > 0 then eval('nest(' .. (n - 1) .. ')') end endless() end ";
      long start = System.nanoTime();
      stopped(engine, ENDLESS.replace("local function", "function") + nest + script, bindings);
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(taken.compareTo(Duration.ofSeconds(8)) < 0, "80 allowances are 20 s: " + taken);
    }
  }

  /** What a script evaluates a text with. */
  @FunctionalInterface
  public interface LuaEvaluation {
    Object of(String text) throws ScriptException;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptAndCloseHaveVariablesClosed(boolean interrupt) throws Exception {
    LuaEngine engine = builder().build();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    AtomicBoolean interrupted = new AtomicBoolean();
    List<Object> log = new CopyOnWriteArrayList<>();
    Bindings bindings = new SimpleBindings();
    bindings.put("begun", (Runnable) begun::countDown);
    bindings.put("note", (Consumer<Object>) log::add);
    String script =
        ENDLESS
            + "local x <close> = closing(endless) "
            + "local y <close> = closing(function(_, e) note(e) end) begun() endless()";
    Thread thread =
        new Thread(
            () -> {
              try {
                engine.eval(script, bindings);
              } catch (Throwable e) {
                end.set(e);
              }
              interrupted.set(Thread.interrupted());
            });
    thread.start();
    begun.await();
    if (interrupt) {
      thread.interrupt();
    } else {
      engine.close();
    }
    thread.join(FOREVER.toMillis());
    assertTrue(!thread.isAlive(), "the script has ended");
    assertTrue(end.get() instanceof LuaScriptException, String.valueOf(end.get()));
    assertEquals(interrupt, interrupted.get(), "the interrupt is still the caller's");
    assertEquals(List.of(interrupt ? "script interrupted" : "engine closed"), log);
    engine.close();
  }

  @Test
  void theEndOfAnEngineClosesWhatItsTasksHave() throws ScriptException {
    List<Object> log = new CopyOnWriteArrayList<>();
    LuaEngine engine = builder().build();
    Bindings bindings = engine.createBindings();
    bindings.put("note", (Consumer<Object>) log::add);
    String script =
        ENDLESS
            + "c = channel.new() local function task(name, wait) coroutine.spawn(function() "
            + "local x <close> = closing(function(_, e) note(name .. ': ' .. e) end) wait() end) end "
            + "task('waits', function() c:receive() end) "
            + "task('calls', function() string.gsub('x', 'x', function() c:receive() end) end) "
            + "task('wraps', function() coroutine.wrap(function() c:receive() end)() end) ";
    engine.eval(script, bindings);
    assertEquals(List.of(), log);
    engine.close();
    assertEquals(
        Set.of("waits: engine closed", "calls: engine closed", "wraps: engine closed"),
        Set.copyOf(log));
    assertEquals(3, log.size());
  }

  @Test
  void anEngineIsClosedInTimeWhateverItsTasksClose() throws ScriptException {
    LuaEngine engine = builder().build();
    engine.eval(
        ENDLESS
            + "c = channel.new() for i = 1, 100 do coroutine.spawn(function() "
            + "local x <close> = closing(endless) c:receive() end) end ");
    long start = System.nanoTime();
    engine.close();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(taken.compareTo(Duration.ofSeconds(8)) < 0, "100 allowances are 25 s: " + taken);
  }

  /** Lua manual 5.4, section 6.9: only if asked to, and without what coroutines have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "os.exit(3) | ",
        "os.exit(3, false) | ",
        "os.exit(3, true) | b a",
        "pcall(os.exit, 3, true) | b a",
        "string.gsub('x', 'x', function() local c <close> = logged('c') os.exit(3, true) end) | c b a",
        "coroutine.wrap(function() local c <close> = logged('c') os.exit(3, true) end)() | b a",
        "local c <close> = closing(function() log = log .. 'c ' os.exit(4, true) end) os.exit(3, true)"
            + " | c b a",
        "local c <close> = closing(function() error('no', 0) end) os.exit(3, true) | b:no a:no",
        "local c <close> = closing(function() coroutine.spawn(function() end) log = log .. 'c ' end)"
            + " os.exit(3, true) | c b a",
        "local c <close> = closing(endless) os.exit(3, true) | b a",
      })
  void osExitClosesTheStateIfItIsToldTo(String exit, String expected) throws ScriptException {
    try (LuaEngine engine = builder().grant("os.exit").timeout(LIMIT).build()) {
      Bindings bindings = engine.createBindings();
      String script = "local a <close> = logged('a') local b <close> = logged('b') ";
      LuaScriptException e = stopped(engine, ENDLESS + LOGGED + script + exit, bindings);
      assertEquals("script exited with code 3", e.getMessage());
      assertEquals(expected == null ? "" : expected, bindings.get("log").toString().strip());
    }
  }
}
