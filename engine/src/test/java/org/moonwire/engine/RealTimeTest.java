package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;

/**
 * The module {@code time} on the engine's own timer; what the virtual clock of the specs cannot
 * show.
 */
@Timeout(60)
class RealTimeTest {
  @Test
  void now_is_the_time_of_the_machine() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      long before = Instant.now().getEpochSecond();
      long now = ((Number) engine.eval("return time.now():unix()")).longValue();
      assertTrue(now >= before && now <= Instant.now().getEpochSecond());
    }
  }

  @Test
  void sleep_timers_and_tickers_wait_for_real() throws ScriptException {
    String script =
        """
        local start = time.now()
        time.sleep("2ms")
        time.after("3ms"):receive()
        local ticker = time.ticker("5ms")
        ticker:channel():receive()
        ticker:stop()
        return time.now():sub(start):milliseconds()
        """;
    try (LuaEngine engine = LuaEngine.builder().build()) {
      assertTrue(((Number) engine.eval(script)).longValue() >= 9);
    }
  }

  @Test
  void T41_timers_and_tickers_left_running_leave_no_thread() throws Exception {
    LuaEngine engine = LuaEngine.builder().build();
    engine.eval("for i = 1, 100 do time.ticker('1ms'); time.timer('1h') end; time.sleep('2ms')");
    List<Thread> timers = timerThreads();
    assertFalse(timers.isEmpty());
    engine.close();
    for (Thread timer : timers) {
      timer.join(Duration.ofSeconds(30).toMillis());
    }
    assertEquals(List.of(), timers.stream().filter(Thread::isAlive).toList());
  }

  @Test
  void a_task_that_nobody_else_can_reach_is_woken_by_its_timer() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      Channel woken = new Channel(3);
      engine.put("woken", woken);
      engine.eval(
          """
          coroutine.spawn(function() woken:send(select(2, time.after("50ms"):receive())) end)
          coroutine.spawn(function() woken:send(select(2, time.ticker("50ms"):channel():receive())) end)
          coroutine.spawn(function()
            woken:send(channel.select{ channel.new():case_receive(), time.timer("50ms"):channel():case_receive() }.ok)
          end)
          """);
      for (int i = 0; i < 3; i++) {
        System.gc();
        assertEquals(true, woken.receive(Duration.ofSeconds(30)).value());
      }
    }
  }

  @Test
  void a_timer_that_no_task_waits_for_wakes_none() {
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofSeconds(20)).build()) {
      ScriptException e =
          assertThrows(
              ScriptException.class,
              () ->
                  engine.eval(
                      "t, u = time.timer('1h'), time.ticker('1h') time.after('1h')"
                          + " channel.new():receive()"));
      assertTrue(e.getMessage().contains("deadlock"), e.getMessage());
    }
  }

  @Test
  void timers_that_nobody_keeps_do_not_add_up() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().memory(3 << 20).build()) {
      engine.put("gc", (Runnable) System::gc);
      engine.eval(
          """
          for round = 1, 15 do
            for i = 1, 4000 do time.after("1h") end
            gc() -- in a server the JVM sees to that
            time.sleep("5ms")
          end
          """);
    }
  }

  @Test
  void globals_can_be_read_while_the_script_sleeps() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("begun", begun);
      Thread sleeper =
          new Thread(
              () ->
                  assertThrows(
                      ScriptException.class,
                      () -> engine.eval("x = 42; begun:countDown(); time.sleep('1h')")));
      sleeper.start();
      begun.await();
      assertEquals(42, engine.get("x"));
      sleeper.interrupt();
      sleeper.join();
    }
  }

  private static List<Thread> timerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("moonwire-timer"))
        .toList();
  }
}
