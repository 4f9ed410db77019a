package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What waiting tasks cost. */
@Tag("soak")
@Timeout(300)
class TaskMemoryTest {
  private static final long MEGABYTE = 1 << 20;

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  private static long megabytes(LuaEngine engine, String script) throws ScriptException {
    long before = used();
    engine.eval(script);
    long after = used();
    long result = (after - before) / MEGABYTE;
    System.out.println(script.strip() + "\n" + result + " MB");
    return result;
  }

  @Test
  void a_hundred_thousand_tasks_blocked_in_receive_take_100_mb_and_no_thread() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.eval("ch = channel.new() n = 0");
      Set<Thread> before = threads();
      long megabytes =
          megabytes(
              engine,
              "for i = 1, 100000 do coroutine.spawn(function() ch:receive() n = n + 1 end) end");
      assertTrue(before.containsAll(threads()));
      assertTrue(megabytes <= 100, megabytes + " MB");
      engine.eval("for i = 1, 100000 do ch:send(i) end");
      assertEquals(100_000, engine.get("n"));
    }
  }

  /** Threads that are blocked are virtual from 21 on: their stacks are on the heap. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void ten_thousand_tasks_blocked_under_a_java_frame_take_60_mb() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.eval("ch = channel.new() n = 0");
      long megabytes =
          megabytes(
              engine,
              """
              for i = 1, 10000 do
                coroutine.spawn(function()
                  ("x"):gsub("x", function() ch:receive() n = n + 1 end)
                end)
              end
              """);
      assertTrue(megabytes <= 60, megabytes + " MB");
      engine.eval("for i = 1, 10000 do ch:send(i) end");
      assertEquals(10_000, engine.get("n"));
    }
  }
}
