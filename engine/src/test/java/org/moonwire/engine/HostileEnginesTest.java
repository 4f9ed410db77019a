package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An honest engine beside a hundred whose scripts leave behind whatever takes processors. */
@Tag("soak")
class HostileEnginesTest {
  private static final int ENGINES = 100;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final String HOSTILE =
      """
      local time = require("time")
      local channel = require("channel")
      -- None is ready before the run is over: a spawner lets those go first that are.
      local function later(f)
        coroutine.spawn(function() time.sleep("1s") f() end)
      end
      later(function() while true do end end)
      for i = 1, 20 do
        later(function() while true do time.sleep("1us") end end)
        later(function() while true do time.sleep("1us") for i = 1, 1e6 do end end end)
        later(function()
          local ticker = time.ticker(1)
          while true do ticker:response():receive() end
        end)
        local c = channel.new(1)
        later(function() while true do c:send(1) time.sleep(1) end end)
        later(function() while true do c:receive() debug.traceback() end end)
      end
      """;

  private static LuaEngine engine() {
    LuaEngine engine = LuaEngine.builder().timeout(LIMIT).build();
    engine.getContext().setErrorWriter(new StringWriter());
    return engine;
  }

  /** How many evals come to an end within the time that is measured. */
  private static int evals(LuaEngine honest) throws ScriptException {
    int count = 0;
    for (long start = System.nanoTime(); System.nanoTime() - start < MEASURED_NANOS; count++) {
      assertEquals(1_000_000, honest.eval("local n = 0 for i = 1, 1e6 do n = n + 1 end return n"));
    }
    return count;
  }

  @Test
  void an_honest_engine_keeps_its_share() throws Exception {
    List<LuaEngine> hostile = new ArrayList<>();
    try (LuaEngine honest = engine()) {
      int alone = evals(honest);
      for (int i = 0; i < ENGINES; i++) {
        LuaEngine engine = engine();
        hostile.add(engine);
        engine.eval(HOSTILE);
      }
      int beside = evals(honest);
      int processors = Runtime.getRuntime().availableProcessors();
      double share = Math.min(1, (double) processors / (ENGINES + 1));
      assertTrue(
          beside >= 0.5 * share * alone, beside + " evals beside others, " + alone + " alone");
      assertThreadsStart(task -> new Thread(task).start());
      if (Runtime.version().feature() >= 21) {
        var start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        assertThreadsStart(
            task -> {
              try {
                start.invoke(null, task);
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
              }
            });
      }
    } finally {
      hostile.forEach(LuaEngine::close);
    }
    awaitNoThreads();
  }

  private static void assertThreadsStart(Consumer<Runnable> starter) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      starter.accept(ran::countDown);
      assertTrue(ran.await(1, TimeUnit.SECONDS), "the thread has not started");
    }
  }

  private static void awaitNoThreads() throws InterruptedException {
    long start = System.nanoTime();
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("moonwire-"))) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20), "threads are left");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
