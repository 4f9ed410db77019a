package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How deep scripts may go on a small Java stack; too deep is a Lua error and nothing else. */
class DepthTest {
  private static final int SMALL_STACK = 512 * 1024;

  @TestFactory
  Stream<DynamicTest> on_a_thread_of_the_host_with_a_small_stack() {
    return TestData.rows("/limits/depth.tsv")
        .map(row -> dynamicTest(row[0], () -> assertEquals(true, onSmallStack(row[1]))));
  }

  @TestFactory
  Stream<DynamicTest> in_a_task_of_its_own() {
    return TestData.rows("/limits/depth.tsv")
        .map(row -> dynamicTest(row[0], () -> assertEquals(true, eval(spawned(row[1])))));
  }

  private static String spawned(String script) {
    return "local out = channel.new() coroutine.spawn(function() out:send((function() "
        + script
        + " end)()) end) return (out:receive())";
  }

  private static Object onSmallStack(String script) throws InterruptedException {
    AtomicReference<Object> result = new AtomicReference<>();
    Runnable work = () -> result.set(eval(script));
    Thread thread = new Thread(null, work, "small", SMALL_STACK);
    thread.setUncaughtExceptionHandler((t, e) -> result.set(e));
    thread.start();
    thread.join();
    return result.get();
  }

  private static Object eval(String script) {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofSeconds(60)).build()) {
      engine.put("deep", 10_000);
      engine.put("nested", 150);
      return engine.eval(script);
    } catch (ScriptException e) {
      return e.getMessage();
    }
  }
}
