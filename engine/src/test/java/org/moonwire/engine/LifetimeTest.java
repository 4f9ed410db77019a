package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;

/** What lives how long. */
class LifetimeTest {
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(30);

  /** Blocked for ever: on the heap, under Java code, and on a timer. */
  private static final String BLOCKED =
      """
      local ch = channel.new()
      ended = ended or function() end
      coroutine.spawn(function() ch:receive() end)
      coroutine.spawn(function() time.sleep("1h") end)
      coroutine.spawn(function() ("x"):gsub("x", function() ch:receive() end) end)
      return 1
      """;

  private static void awaitCollections(BooleanSupplier done) {
    long deadline = System.nanoTime() + WAIT_TIMEOUT.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < deadline) {
      System.gc();
    }
    assertTrue(done.getAsBoolean());
  }

  private static Set<Thread> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            t ->
                t.getName().startsWith("moonwire-worker")
                    || t.getName().startsWith("moonwire-timer"))
        .collect(Collectors.toSet());
  }

  private static WeakReference<LuaEngine> dropped() throws ScriptException {
    LuaEngine engine = LuaEngine.builder().build();
    assertEquals(1, engine.eval(BLOCKED));
    return new WeakReference<>(engine);
  }

  private static void dropMany(int count) throws ScriptException {
    List<WeakReference<LuaEngine>> engines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      engines.add(dropped());
    }
    awaitCollections(
        () -> engines.stream().allMatch(e -> e.get() == null) && ownThreads().isEmpty());
  }

  @Test
  void engines_dropped_without_close_leave_no_thread() throws ScriptException {
    dropMany(300);
  }

  /** With Bindings of the host nothing that the engine made need be alive but itself. */
  @Test
  void an_engine_in_the_hands_of_java_stays_open() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.setBindings(new SimpleBindings(), ScriptContext.ENGINE_SCOPE);
      for (int i = 0; i < 5; i++) {
        assertEquals(1, engine.eval("coroutine.spawn(function() time.sleep('1h') end) return 1"));
        System.gc();
      }
      StringWriter late = new StringWriter();
      engine.getContext().setWriter(late);
      engine.eval("coroutine.spawn(function() time.sleep('1ms') print('late') end)");
      engine.eval("time.sleep('10ms')");
      assertEquals("late\n", late.toString());
    }
  }

  @Test
  @Tag("soak")
  @Timeout(600)
  void ten_thousand_engines_dropped_without_close_leave_neither_threads_nor_heap()
      throws ScriptException {
    dropMany(100);
    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    for (int i = 0; i < 100; i++) {
      dropMany(100);
    }
    awaitCollections(() -> runtime.totalMemory() - runtime.freeMemory() < before + 5_000_000);
  }

  @Test
  void a_run_belongs_to_the_engine_that_was_asked_whoever_made_the_bindings() throws Exception {
    LuaEngine maker = LuaEngine.builder().build();
    try (LuaEngine asked = LuaEngine.builder().build()) {
      CompiledScript script = asked.compile("x = (x or 0) + 1 time.sleep('1ms') return x");
      Bindings bindings = maker.createBindings();
      assertEquals(1, script.eval(bindings));
      maker.close();
      assertEquals(2, script.eval(bindings));
      assertThrows(ScriptException.class, () -> maker.eval("return 1", bindings));
    }
  }

  @Test
  void a_run_has_the_modules_of_the_engine_that_was_asked() throws Exception {
    try (LuaEngine maker = LuaEngine.builder().build();
        LuaEngine asked = LuaEngine.builder().library("own", "return 'asked'").build()) {
      Bindings bindings = maker.createBindings();
      assertEquals("asked", asked.eval("return require('own')", bindings));
    }
  }

  @Test
  void tasks_end_with_the_engine_of_their_run_and_no_other() throws Exception {
    try (LuaEngine one = LuaEngine.builder().build()) {
      LuaEngine two = LuaEngine.builder().build();
      Channel closed = new Channel(0);
      Channel done = new Channel(2);
      Bindings shared = one.createBindings();
      shared.put("closed", closed);
      shared.put("done", done);
      String script = "coroutine.spawn(function() closed:receive() done:send('NAME') end)";
      two.eval(script.replace("NAME", "two"), shared);
      one.eval(script.replace("NAME", "one"), shared);
      two.close();
      closed.close();
      assertEquals("one", done.receive(WAIT_TIMEOUT).value());
      assertThrows(
          java.util.concurrent.TimeoutException.class, () -> done.receive(Duration.ofMillis(50)));
    }
  }

  private static LuaFunction functionOfNobody() throws ScriptException {
    LuaEngine engine = LuaEngine.builder().build();
    return (LuaFunction)
        engine.eval(
            "local n = 0 local ch = channel.new()"
                + " coroutine.spawn(function() while true do n = n + ch:receive() end end)"
                + " return function(x) ch:send(x) time.sleep('1ms') return n end");
  }

  @Test
  void a_function_in_the_hands_of_java_keeps_its_engine() throws Exception {
    LuaFunction add = functionOfNobody();
    assertEquals(1, add.call(1));
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    assertEquals(3, add.call(2));
    try (LuaEngine other = LuaEngine.builder().build()) {
      other.put("add", add);
      assertEquals(13, other.eval("return add(10)"));
    }
  }

  private static Channel channelOfNobody() throws ScriptException {
    LuaEngine engine = LuaEngine.builder().build();
    return (Channel)
        engine.eval(
            """
            local ch = channel.new()
            coroutine.spawn(function()
              while true do
                local x = ch:receive();
                ("x"):gsub("x", function() time.sleep("1ms") end)
                ch:send(x * 2)
              end
            end)
            return ch
            """);
  }

  @Test
  void a_channel_in_the_hands_of_java_keeps_its_engine() throws Exception {
    Channel twice = channelOfNobody();
    for (int i = 1; i < 5; i++) {
      System.gc();
      twice.send(i, WAIT_TIMEOUT);
      assertEquals(2 * i, twice.receive(WAIT_TIMEOUT).value());
    }
  }

  @Test
  void a_task_that_prints_after_its_run_prints_to_the_engines_own_context() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      StringWriter own = new StringWriter();
      StringWriter runs = new StringWriter();
      engine.getContext().setWriter(own);
      SimpleScriptContext context = new SimpleScriptContext();
      context.setBindings(engine.createBindings(), SimpleScriptContext.ENGINE_SCOPE);
      context.setWriter(runs);
      Channel go = new Channel(0);
      context.setAttribute("go", go, SimpleScriptContext.ENGINE_SCOPE);
      engine.eval(
          "print('early') coroutine.spawn(function() go:receive() print('late') go:receive() end)",
          context);
      go.send(1, WAIT_TIMEOUT);
      go.send(2, WAIT_TIMEOUT);
      assertEquals("early\n", runs.toString());
      assertEquals("late\n", own.toString());
    }
  }

  @Test
  void an_error_after_its_run_goes_to_the_engines_error_writer() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      StringWriter errors = new StringWriter();
      engine.getContext().setErrorWriter(errors);
      Channel go = new Channel(0);
      engine.put("go", go);
      engine.eval("coroutine.spawn(function() go:receive() error('too late') end)");
      go.send(1, WAIT_TIMEOUT);
      awaitCollections(() -> errors.toString().contains("too late"));
    }
  }

  private static WeakReference<StringWriter> evalWithWriter(LuaEngine engine) throws Exception {
    SimpleScriptContext context = new SimpleScriptContext();
    context.setBindings(
        engine.getBindings(SimpleScriptContext.ENGINE_SCOPE), SimpleScriptContext.ENGINE_SCOPE);
    StringWriter writer = new StringWriter();
    context.setWriter(writer);
    engine.eval("function f() end coroutine.spawn(function() time.sleep('1h') end)", context);
    return new WeakReference<>(writer);
  }

  /** What outlives a run that had an object in a variable: each keeps itself, and not that. */
  private static final List<String> SURVIVORS =
      List.of(
          "return function() end",
          "return { f = function() end }",
          "return channel.new()",
          "return coroutine.create(function() end)",
          "f = function() end",
          "t = setmetatable({}, { __index = function() end })",
          "keep(function() end)",
          "keep({})",
          "keep(channel.new())",
          "error({ f = function() end })",
          "coroutine.spawn(function() time.sleep('1h') end)",
          "coroutine.spawn(function() channel.new():receive('1h') end)",
          "coroutine.spawn(function() ('x'):gsub('x', function() time.sleep('1h') end) end)",
          "coroutine.spawn(function() local own = object time.sleep('1ms') end)",
          "coroutine.spawn(function() keep(function() end) time.sleep('1h') end)",
          "t = time.after('1h')",
          "t = require('time').ticker('1h')",
          "t = ('x'):gmatch('x')",
          "t = errors.new('x')",
          "ok, t = pcall(error, {})",
          "t = require('security').new_actor('a')",
          "pcall(function() local own = object error({ function() end }) end)",
          "xpcall(function() error('x') end, function(e) keep(function() end) return e end)",
          "keep(('x'):gmatch('x'))",
          "co = coroutine.wrap(function() coroutine.yield() end) co()",
          "run(function() keep(function() end) end)",
          "run(function() coroutine.spawn(function() time.sleep('1h') end) end)",
          "run(function() return run(function() keep({}) end) end)",
          "f = function() end while true do end");

  private static Object outcome(LuaEngine engine, Bindings bindings, String script) {
    try {
      return engine.eval(script, bindings);
    } catch (ScriptException e) {
      return e;
    }
  }

  private static void letsGo(String survivor, Bindings bindings) throws ScriptException {
    List<Object> kept = new ArrayList<>();
    List<WeakReference<Object>> made = new ArrayList<>();
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(200)).build()) {
      Bindings all = bindings == null ? engine.createBindings() : bindings;
      Supplier<Object> make =
          () -> {
            Object object = new ArrayList<>();
            made.add(new WeakReference<>(object));
            return object;
          };
      all.put("make", make);
      all.put("keep", (Consumer<Object>) kept::add);
      all.put("run", (Consumer<Runnable>) Runnable::run);
      kept.add(outcome(engine, all, "local object = make() " + survivor));
      engine.eval("time.sleep('2ms')", all);
      awaitCollections(() -> made.get(0).get() == null);
    }
    assertEquals(1, made.size());
    assertFalse(kept.isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> what_outlives_a_run_does_not_keep_its_variables() {
    return SURVIVORS.stream().map(row -> dynamicTest(row, () -> letsGo(row, null)));
  }

  @TestFactory
  Stream<DynamicTest> nor_does_what_is_in_bindings_of_the_host() {
    return SURVIVORS.stream().map(row -> dynamicTest(row, () -> letsGo(row, new SimpleBindings())));
  }

  @Test
  void the_writer_of_a_run_that_has_ended_is_let_go() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      WeakReference<StringWriter> writer = evalWithWriter(engine);
      awaitCollections(() -> writer.get() == null);
    }
  }

  @Test
  void thousands_of_timers_share_one_thread_that_goes_with_the_engine() throws Exception {
    Set<Thread> before = ownThreads();
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.eval(
          "for i = 1, 5000 do coroutine.spawn(function() time.sleep('1h') end) time.after('1h') end");
      Set<Thread> added = ownThreads();
      added.removeAll(before);
      assertEquals(1, added.size());
    }
    awaitCollections(() -> before.containsAll(ownThreads()));
  }

  @Test
  void load_sees_the_scopes_of_the_eval_that_calls_it() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      for (int round = 1; round < 4; round++) {
        SimpleScriptContext context = new SimpleScriptContext();
        context.setBindings(
            engine.getBindings(SimpleScriptContext.ENGINE_SCOPE), SimpleScriptContext.ENGINE_SCOPE);
        context.setBindings(new SimpleBindings(), SimpleScriptContext.GLOBAL_SCOPE);
        context.setAttribute("which", round, SimpleScriptContext.GLOBAL_SCOPE);
        assertEquals(round, engine.eval("return load('return which')()", context));
      }
    }
  }
}
