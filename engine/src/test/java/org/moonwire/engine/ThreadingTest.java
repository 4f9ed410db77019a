package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One engine, many threads. */
class ThreadingTest {
  private static final int THREADS = 20;
  private static final int ROUNDS = 200;

  private final LuaEngine engine = LuaEngine.builder().build();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    engine.close();
  }

  /** What one thread does. */
  private interface Work {
    void run(int thread) throws Exception;
  }

  private void onAllThreads(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      all.add(
          threads.submit(
              () -> {
                start.await();
                work.run(thread);
                return null;
              }));
    }
    for (Future<?> f : all) {
      f.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void one_compiled_script_with_bindings_of_their_own() throws Exception {
    CompiledScript script =
        engine.compile(
            "local s = 0 for i = 1, n do s = s + i end result = s return id .. ':' .. s");
    onAllThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            Bindings b = i % 2 == 0 ? engine.createBindings() : new SimpleBindings();
            b.put("id", thread);
            b.put("n", i);
            int sum = IntStream.rangeClosed(0, i).sum();
            assertEquals(thread + ":" + sum, script.eval(b));
            assertEquals(sum, b.get("result"));
          }
        });
  }

  @Test
  void scripts_with_the_same_bindings_take_turns() throws Exception {
    engine.put("n", 0);
    CompiledScript script = engine.compile("n = n + 1");
    onAllThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            script.eval();
          }
        });
    assertEquals(THREADS * ROUNDS, engine.get("n"));
  }

  @Test
  void functions_are_called_from_all_threads() throws Exception {
    engine.eval("function id(x) return x end");
    onAllThreads(
        thread -> {
          for (int i = 0; i < ROUNDS; i++) {
            assertEquals(thread, engine.invokeFunction("id", thread));
          }
        });
  }

  @Test
  void different_bindings_run_at_the_same_time() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    Runnable meet =
        () -> {
          try {
            both.await(20, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Bindings b = engine.createBindings();
      b.put("meet", meet);
      all.add(threads.submit(() -> engine.eval("meet()", b)));
    }
    for (Future<?> f : all) {
      f.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void each_thread_may_make_engines() throws Exception {
    onAllThreads(
        thread -> {
          try (LuaEngine own = LuaEngine.builder().build()) {
            assertEquals(thread, own.eval("return " + thread));
          }
        });
  }

  @Test
  void making_an_engine_starts_no_thread() throws ScriptException {
    int before = Thread.getAllStackTraces().size();
    List<LuaEngine> engines =
        IntStream.range(0, 50).mapToObj(i -> LuaEngine.builder().build()).toList();
    assertTrue(Thread.getAllStackTraces().size() <= before);
    for (LuaEngine e : engines) {
      e.close();
    }
  }
}
