package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.script.Bindings;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;

/** Deadlocks are noticed, and nothing else is taken for one: engine/manual/channel.md#deadlock. */
@Timeout(60)
class DeadlockTest {
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(30);

  private final LuaEngine engine = LuaEngine.builder().build();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdownNow();
    engine.close();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
  }

  private static String awaitFailure(Future<?> eval) throws Exception {
    while (true) {
      System.gc();
      try {
        return "returned " + eval.get(10, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // What Java has let go may not be known to be garbage yet.
      } catch (ExecutionException e) {
        return e.getCause().getMessage();
      }
    }
  }

  @Test
  void a_channel_that_java_has_let_go_does_not_count_for_ever() throws Exception {
    engine.put("ch", new Channel(0));
    String message = awaitFailure(threads.submit(() -> engine.eval("return ch:receive()")));
    assertTrue(message.contains("deadlock"), message);
  }

  @Test
  void nor_when_the_task_waits_under_a_java_call() throws Exception {
    engine.put("ch", new Channel(0));
    String message =
        awaitFailure(
            threads.submit(
                () -> engine.eval("('x'):gsub('x', function() return (ch:receive()) end)")));
    assertTrue(message.contains("deadlock"), message);
  }

  @Test
  void nor_a_function_that_java_has_let_go() throws Exception {
    Consumer<LuaFunction> take = f -> {};
    engine.put("take", take);
    String script = "local ch = channel.new() take(function() ch:send(1) end) ch:receive()";
    String message = awaitFailure(threads.submit(() -> engine.eval(script)));
    assertTrue(message.contains("deadlock"), message);
  }

  @Test
  void a_channel_that_java_holds_is_waited_for() throws Exception {
    Channel held = new Channel(0);
    engine.put("ch", held);
    Future<Object> eval = threads.submit(() -> engine.eval("return (ch:receive())"));
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    held.send("at last", WAIT_TIMEOUT);
    assertEquals("at last", eval.get(30, TimeUnit.SECONDS));
  }

  @Test
  void a_function_that_java_holds_may_wake_a_task() throws Exception {
    CompletableFuture<LuaFunction> held = new CompletableFuture<>();
    Consumer<LuaFunction> take = held::complete;
    engine.put("take", take);
    Future<Object> eval =
        threads.submit(
            () ->
                engine.eval(
                    "local ch = channel.new() take(function(x) ch:send(x) end)"
                        + " return (ch:receive())"));
    LuaFunction send = held.get(30, TimeUnit.SECONDS);
    System.gc();
    send.call("called");
    assertEquals("called", eval.get(30, TimeUnit.SECONDS));
  }

  @Test
  void timers_and_tickers_are_waited_for_also_by_another_realm() throws Exception {
    assertEquals(true, engine.eval("return select(2, time.after('5ms'):receive())"));
    assertEquals(
        true, engine.eval("t = time.ticker('5ms') return select(2, t:channel():receive())"));
    Bindings other = engine.createBindings();
    engine.put("other", other);
    engine.eval("other:put('after', time.after('20ms')) other:put('ticks', t:channel())");
    assertEquals(true, engine.eval("return select(2, after:receive())", other));
    assertEquals(true, engine.eval("return select(2, ticks:receive())", other));
    assertEquals(true, engine.eval("return select(2, ticks:receive())", other));
  }

  @Test
  void another_realm_that_has_the_channel_may_use_it() throws Exception {
    Bindings sender = engine.createBindings();
    engine.put("sender", sender);
    Future<Object> eval =
        threads.submit(
            () ->
                engine.eval(
                    "local ch = channel.new() sender:put('ch', ch) sender:put('ready', true)"
                        + " return (ch:receive())"));
    while (sender.get("ready") == null) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    engine.eval("ch:send('from there')", sender);
    assertEquals("from there", eval.get(30, TimeUnit.SECONDS));
  }

  @Test
  void a_run_that_waits_for_its_turn_may_still_send() throws Exception {
    for (int i = 0; i < 200; i++) {
      engine.eval("ch = channel.new()");
      Future<Object> receiver = threads.submit(() -> engine.eval("return (ch:receive())"));
      Future<Object> sender = threads.submit(() -> engine.eval("ch:send(1)"));
      try {
        assertEquals(1, receiver.get(30, TimeUnit.SECONDS));
        sender.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        // Whoever came first, long before the other was there, was right to see a deadlock.
        assertTrue(e.getCause().getMessage().contains("deadlock"), e.getMessage());
      }
    }
  }

  @RepeatedTest(30)
  void a_script_below_a_nested_eval_may_send_after_that() throws Exception {
    sendBelowNestedEval();
  }

  @RepeatedTest(1000)
  @Tag("soak")
  void a_script_below_a_nested_eval_goes_on_after_that_and_may_send() throws Exception {
    sendBelowNestedEval();
  }

  private void sendBelowNestedEval() throws Exception {
    Channel gate = new Channel(0);
    Channel waiting = new Channel(0);
    Supplier<String> nested =
        () -> {
          try {
            return "returned "
                + engine.eval("gate:receive() gate:receive() return channel.new():receive()");
          } catch (ScriptException e) {
            return e.getMessage();
          }
        };
    engine.put("nested", nested);
    engine.put("gate", gate);
    engine.put("waiting", waiting);
    engine.eval("ch = channel.new()");
    Future<Object> below = threads.submit(() -> engine.eval("return ch:send(nested())"));
    gate.send("the one below has begun", WAIT_TIMEOUT);
    Future<Object> other =
        threads.submit(() -> engine.eval("waiting:send(1) return (ch:receive())"));
    waiting.receive(WAIT_TIMEOUT);
    gate.send("the other waits", WAIT_TIMEOUT);
    assertEquals(true, below.get(30, TimeUnit.SECONDS));
    assertTrue(other.get(30, TimeUnit.SECONDS).toString().contains("deadlock"));
  }

  @Test
  void a_deadlock_under_a_java_call_cannot_be_caught() {
    ScriptException e =
        assertThrows(
            ScriptException.class,
            () ->
                engine.eval(
                    "pcall(function() ('x'):gsub('x', function() channel.new():receive() end) end)"
                        + " return 'caught'"));
    assertTrue(e.getMessage().contains("deadlock"), e.getMessage());
  }
}
