package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.channel.Channel;

/** Scripts that would never end: close, interrupt and deadline end them all, and leave nothing. */
class ClosingTest {
  private static final long WAIT_TIMEOUT_SECONDS = 30;

  /** Each calls {@code busy} when it is about to be so. */
  private static final List<String> SCRIPTS =
      List.of(
          "busy() while true do end",
          "busy() while true do pcall(error) end",
          "busy() pcall(function() while true do end end)",
          "busy() time.sleep('1h')",
          "busy() never:receive()",
          "local after = time.after('1h') busy()"
              + " channel.select { never:case_receive(), after:case_receive() }",
          "busy() coroutine.wrap(function() never:receive() end)()",
          "('a'):gsub('a', function() busy() never:receive() end)",
          "table.sort({2, 1}, function() busy() never:receive() end)",
          "callback(function() busy() never:receive() end)",
          "callback(function() busy() while true do end end)",
          "coroutine.spawn(function() while true do coroutine.yield() end end) busy() never:receive()",
          "coroutine.spawn(function() ('a'):gsub('a', function() busy() never:receive() end) end)"
              + " never:receive()",
          "coroutine.spawn(function() callback(function() busy() never:receive() end) end)"
              + " never:receive()",
          "coroutine.spawn(function() callback(function() busy() time.sleep('1h') end) end)"
              + " never:receive()",
          "busy(); (('x'):rep(1e5)):find(('.-'):rep(20) .. 'y')",
          "callback(function() callback(function() busy() never:receive() end) end)",
          "elsewhere(function() busy() while true do end end)",
          "elsewhere(function() busy() never:receive() end)");

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final AtomicInteger inCallbacks = new AtomicInteger();

  /** Held, so that waiting for it is no deadlock. */
  private final Channel never = new Channel(0);

  private final CountDownLatch busy = new CountDownLatch(1);

  static Stream<String> scripts() {
    return SCRIPTS.stream();
  }

  @AfterEach
  void noThreadIsLeft() throws InterruptedException {
    callers.shutdownNow();
    assertTrue(callers.awaitTermination(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    never.close();
    assertEquals(0, inCallbacks.get(), "callbacks whose finally code has not run");
    // A thread that has said that it ends needs a moment to be gone.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_TIMEOUT_SECONDS);
    while (!ownThreads().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(List.of(), ownThreads());
  }

  private static List<String> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("moonwire-worker") || name.startsWith("moonwire-timer"))
        .toList();
  }

  private LuaEngine engine(Duration timeout) {
    LuaEngineBuilder builder = LuaEngine.builder();
    LuaEngine engine = timeout == null ? builder.build() : builder.timeout(timeout).build();
    Runnable countDown = busy::countDown;
    Consumer<LuaFunction> callback = this::callBack;
    Consumer<LuaFunction> elsewhere = this::callBackElsewhere;
    engine.put("never", never);
    engine.put("busy", countDown);
    engine.put("callback", callback);
    engine.put("elsewhere", elsewhere);
    return engine;
  }

  private void callBack(LuaFunction function) {
    inCallbacks.incrementAndGet();
    try {
      function.run();
    } finally {
      inCallbacks.decrementAndGet();
    }
  }

  /** Waits for the other thread whatever happens, as a parallel stream does. */
  private void callBackElsewhere(LuaFunction function) {
    Future<?> call = callers.submit(() -> callBack(function));
    while (!call.isDone()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Future<String> failure(Callable<?> eval) {
    return callers.submit(
        () -> {
          try {
            return "returned " + eval.call();
          } catch (ScriptException e) {
            return e.getMessage();
          }
        });
  }

  private static String result(Future<String> future) throws Exception {
    return future.get(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void close_ends_it(String script) throws Exception {
    LuaEngine engine = engine(null);
    Future<String> end = failure(() -> engine.eval(script));
    assertTrue(busy.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    engine.close();
    assertTrue(result(end).contains("engine closed"), result(end));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local t = time.after('1h') busy() t:receive()",
        "local t = time.after('1h') busy() channel.select { t:case_receive() }",
        "local t = time.ticker('1h') busy() t:channel():receive()",
        "local t = time.after('1h') busy() coroutine.wrap(function() t:receive() end)()",
        "local t = time.after('1h') busy() for v in t.receive, t do end return 'done'"
      })
  void the_end_of_its_timers_is_not_taken_for_an_answer(String script) throws Exception {
    for (int i = 0; i < 500; i++) {
      LuaEngine engine = LuaEngine.builder().build();
      CountDownLatch begun = new CountDownLatch(1);
      Runnable countDown = begun::countDown;
      engine.put("busy", countDown);
      Future<String> end = failure(() -> engine.eval(script));
      assertTrue(begun.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
      engine.close();
      assertTrue(result(end).contains("engine closed"), result(end));
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void an_interrupt_of_the_caller_ends_it(String script) throws Exception {
    try (LuaEngine engine = engine(null)) {
      Thread[] caller = {null};
      Future<String> end =
          failure(
              () -> {
                caller[0] = Thread.currentThread();
                return engine.eval(script);
              });
      assertTrue(busy.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
      caller[0].interrupt();
      assertTrue(result(end).contains("interrupted"), result(end));
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void a_deadline_ends_it(String script) throws Exception {
    try (LuaEngine engine = engine(Duration.ofMillis(50))) {
      String message = result(failure(() -> engine.eval(script)));
      assertTrue(message.contains("timed out after 50 ms"), message);
    }
  }

  @Test
  @Timeout(60)
  void close_does_not_wait_for_a_thread_that_has_nothing_to_do() throws ScriptException {
    for (int i = 0; i < 200; i++) {
      try (LuaEngine engine = LuaEngine.builder().build()) {
        engine.eval(
            "local c = channel.new() coroutine.spawn(function() c:send(1) end) c:receive()");
      }
    }
  }

  @Test
  void close_ends_all_of_them_at_once_in_their_own_bindings_and_in_shared_ones() throws Exception {
    LuaEngine engine = engine(null);
    List<Future<String>> ends = new ArrayList<>();
    List<Bindings> own = new ArrayList<>();
    for (int i = 0; i < SCRIPTS.size(); i++) {
      own.add(engine.createBindings());
      own.get(i).putAll(engine.getBindings(ScriptContext.ENGINE_SCOPE));
    }
    for (int i = 0; i < SCRIPTS.size(); i++) {
      String script = SCRIPTS.get(i);
      Bindings bindings = own.get(i);
      ends.add(failure(() -> engine.eval(script, bindings)));
      ends.add(failure(() -> engine.eval(script)));
    }
    assertTrue(busy.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    engine.close();
    for (Future<String> end : ends) {
      assertTrue(result(end).contains("closed"), result(end));
    }
  }

  @Test
  void a_host_call_of_a_spawned_task_is_interrupted_by_close() throws Exception {
    LuaEngine engine = engine(null);
    CountDownLatch interrupted = new CountDownLatch(1);
    Consumer<Object> blocks =
        ignored -> {
          busy.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        };
    engine.put("blocks", blocks);
    engine.eval("coroutine.spawn(function() time.sleep(1) blocks(function() end) end)");
    assertTrue(busy.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
    engine.close();
    assertTrue(interrupted.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void a_script_may_close_its_own_engine() {
    LuaEngine engine = engine(null);
    Runnable close = engine::close;
    engine.put("close", close);
    String message =
        assertThrows(ScriptException.class, () -> engine.eval("close() while true do end"))
            .getMessage();
    assertTrue(message.contains("engine closed"), message);
    assertThrows(ScriptException.class, () -> engine.eval("return 1"));
  }
}
