package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.script.Bindings;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.Language;

/** No variable that is to be closed makes a script of level 5.4 last longer than it may. */
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

  @Test
  void whatADeadlineEndsIsNotClosed() throws ScriptException {
    try (LuaEngine engine = builder().timeout(LIMIT).build()) {
      Bindings bindings = engine.createBindings();
      String script =
          ENDLESS + "log = '' local x <close> = closing(function() log = log .. 'x' end) ";
      assertEquals(null, engine.eval(script, bindings));
      assertEquals("x", bindings.get("log"));
      stopped(engine, script + "endless()", bindings);
      assertEquals("", bindings.get("log"));
      assertEquals(7, engine.eval("return 7", bindings), "the realm is as good as before");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptAndCloseEndWhatIsToBeClosed(boolean interrupt) throws Exception {
    LuaEngine engine = builder().build();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Bindings bindings = new SimpleBindings();
    bindings.put("begun", (Runnable) begun::countDown);
    String script =
        ENDLESS + "local x <close> = closing(function() log = 'x' endless() end) begun() endless()";
    Thread thread =
        new Thread(
            () -> {
              try {
                engine.eval(script, bindings);
              } catch (Throwable e) {
                end.set(e);
              }
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
    assertEquals(null, bindings.get("log"), "what is stopped from outside is not closed");
    engine.close();
  }
}
