package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;

/** One realm runs one Lua thread of execution at a time, whoever calls it from wherever. */
@Timeout(60)
class RealmLockTest {
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(30);

  private final LuaEngine engine = LuaEngine.builder().build();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdownNow();
    engine.close();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
  }

  private void putElsewhere(LuaEngine where) {
    Function<LuaFunction, Object> elsewhere =
        f -> CompletableFuture.supplyAsync(() -> f.apply("x"), threads).join();
    where.put("elsewhere", elsewhere);
  }

  @Test
  void a_nested_eval_runs_at_once_and_its_outer_script_goes_on() throws ScriptException {
    Function<String, Object> eval =
        script -> {
          try {
            return engine.eval(script);
          } catch (ScriptException e) {
            throw new IllegalStateException(e);
          }
        };
    engine.put("eval", eval);
    assertEquals(7, engine.eval("x = 3 eval('x = x + 1') return x + eval('return x - 1')"));
  }

  @Test
  void tasks_go_on_while_a_nested_eval_waits() throws ScriptException {
    Supplier<Object> nested =
        () -> {
          try {
            return engine.eval("return (ch:receive())");
          } catch (ScriptException e) {
            throw new IllegalStateException(e);
          }
        };
    engine.put("nested", nested);
    assertEquals(
        "sent",
        engine.eval(
            """
            ch = channel.new()
            coroutine.spawn(function() time.sleep("1ms") ch:send("sent") end)
            return nested()
            """));
  }

  @Test
  void parallel_callbacks_run_one_at_a_time() throws ScriptException {
    engine.put("numbers", List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
    assertEquals(
        136,
        engine.eval(
            """
            local sum, inside = 0, false
            numbers:parallelStream():forEach(function(n)
              assert(not inside)
              inside = true
              for i = 1, 1000 do local t = {i} end
              sum = sum + n
              inside = false
            end)
            return sum
            """));
  }

  @Test
  void a_callback_of_another_thread_may_wait_in_the_middle() throws ScriptException {
    putElsewhere(engine);
    assertEquals(
        "x slept",
        engine.eval("return elsewhere(function(x) time.sleep('5ms') return x .. ' slept' end)"));
  }

  @Test
  void a_callback_of_another_thread_may_wait_under_a_java_call() throws ScriptException {
    putElsewhere(engine);
    assertEquals(
        "xxx",
        engine.eval(
            """
            return elsewhere(function(x)
              return (("abc"):gsub("%a", function() time.sleep("1ms") return x end))
            end)
            """));
  }

  @Test
  void a_callback_that_goes_on_after_its_host_call_does_not_keep_the_turn() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Consumer<LuaFunction> later = threads::execute;
    Runnable finished = done::countDown;
    engine.put("later", later);
    engine.put("finished", finished);
    assertEquals(
        "main",
        engine.eval(
            """
            go = channel.new(1)
            later(function() time.sleep("1ms") go:receive() finished() end)
            for i = 1, 20 do time.sleep("1ms") end
            return "main"
            """));
    engine.eval("go:send(1)");
    assertTrue(done.await(30, TimeUnit.SECONDS));
  }

  @Test
  void views_of_a_host_call_wait_for_callbacks_of_other_threads() throws ScriptException {
    Consumer<Map<Object, Object>> count =
        table -> {
          CompletableFuture<?> other =
              CompletableFuture.runAsync((LuaFunction) table.get("add"), threads);
          for (int i = 0; i < 1000; i++) {
            table.put("mine", i);
          }
          other.join();
        };
    engine.put("count", count);
    assertEquals(
        "1000 999",
        engine.eval(
            """
            local t = { n = 0 }
            t.add = function() for i = 1, 1000 do t.n = t.n + 1 t["k" .. i] = i end end
            count(t)
            return t.n .. " " .. t.mine
            """));
  }

  @Test
  void two_realms_call_each_other_from_two_threads() throws Exception {
    try (LuaEngine other = LuaEngine.builder().build()) {
      String ping = "function ping(n) if n == 0 then return 'end' end return there(n - 1) end";
      engine.eval(ping);
      other.eval(ping);
      engine.put("there", other.get("ping"));
      other.put("there", engine.get("ping"));
      for (int round = 0; round < 50; round++) {
        Future<Object> one = threads.submit(() -> engine.invokeFunction("ping", 15));
        Future<Object> two = threads.submit(() -> other.invokeFunction("ping", 15));
        assertEquals("end", one.get(30, TimeUnit.SECONDS));
        assertEquals("end", two.get(30, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void a_realm_that_calls_itself_through_another_may_wait_there() throws Exception {
    try (LuaEngine other = LuaEngine.builder().build()) {
      engine.eval("function slow() time.sleep('2ms') return 'slow' end");
      other.put("slow", engine.get("slow"));
      other.eval("function through() return slow() .. ' through' end");
      engine.put("through", other.get("through"));
      assertEquals("slow through", engine.eval("return through()"));
    }
  }

  @Test
  void an_interrupt_ends_the_wait_for_the_turn() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Runnable busy = running::countDown;
    engine.put("busy", busy);
    Future<Object> hog = threads.submit(() -> engine.eval("busy() while true do end"));
    assertTrue(running.await(30, TimeUnit.SECONDS));
    Thread.currentThread().interrupt();
    assertThrows(IllegalStateException.class, this::lookUntilTheScriptRuns);
    assertTrue(Thread.currentThread().isInterrupted());
    assertThrows(ScriptException.class, () -> engine.eval("return 1"));
    assertTrue(Thread.interrupted());
    assertTrue(!hog.isDone());
  }

  /** In its host call the script has unlocked the realm. */
  private void lookUntilTheScriptRuns() {
    while (engine.get("busy") != null) {
      Thread.onSpinWait();
    }
  }

  private void evalWhileLent(LuaEngine other) throws ScriptException {
    while (other.eval("return 1", engine.getContext().getBindings(100)) != null) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_deadline_ends_the_wait_for_the_turn() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Runnable busy = running::countDown;
    engine.put("busy", busy);
    Future<Object> hog = threads.submit(() -> engine.eval("busy() while true do end"));
    assertTrue(running.await(30, TimeUnit.SECONDS));
    try (LuaEngine brief = LuaEngine.builder().timeout(Duration.ofMillis(50)).build()) {
      ScriptException e = assertThrows(ScriptException.class, () -> evalWhileLent(brief));
      assertTrue(e.getMessage().contains("timed out"), e.getMessage());
    }
    assertTrue(!hog.isDone());
  }

  @Test
  void evals_with_the_same_bindings_interleave_where_they_wait() throws Exception {
    Channel go = new Channel(0);
    engine.put("go", go);
    Future<Object> first =
        threads.submit(() -> engine.eval("order = {} go:receive() return #order"));
    go.send("go as soon as it waits", WAIT_TIMEOUT);
    assertEquals(0, first.get(30, TimeUnit.SECONDS));
    Future<Object> second =
        threads.submit(() -> engine.eval("go:receive() order[#order + 1] = 2 return #order"));
    Object unused = engine.eval("order[#order + 1] = 1");
    go.send("now", WAIT_TIMEOUT);
    assertEquals(2, second.get(30, TimeUnit.SECONDS));
  }
}
