package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Received;

/** Receives and selects with a time limit, seen from outside of the script. */
@Timeout(60)
class TimedWaitTest {
  private static final int VALUES = 500;

  private final List<Thread> before = timers();
  private final LuaEngine engine = LuaEngine.builder().build();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdownNow();
    engine.close();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
  }

  /** The timer's thread ends when nothing is left to wait for, a second later. */
  private void awaitIdleTimer() throws InterruptedException {
    for (Thread timer : timers()) {
      if (!before.contains(timer)) {
        timer.join(Duration.ofSeconds(20).toMillis());
        assertFalse(timer.isAlive(), "something is left that the timer waits for");
      }
    }
  }

  private static List<Thread> timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("moonwire-timer"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i = 1, 10000 do a:send(i) assert(b:receive('1h') == i) end",
        "for i = 1, 10000 do a:send(i)"
            + " assert(channel.select{ b:case_receive(), timeout = '1h' }.value == i) end",
        "for i = 1, 10000 do assert(select(3, b:receive('0')) == 'timeout') end",
        "pcall(function() b:receive('1h') end, coroutine.spawn(function() error('stop') end))",
      })
  void a_wait_that_ends_before_its_time_leaves_nothing_to_the_timer(String script)
      throws Exception {
    engine.eval(
        "a, b = channel.new(), channel.new()"
            + " coroutine.spawn(function() for value in a.receive, a do b:send(value) end end)");
    try {
      engine.eval(script);
    } catch (ScriptException e) {
      assertTrue(e.getMessage().contains("stop"), e.getMessage());
    }
    awaitIdleTimer();
  }

  @Test
  void nor_do_ten_thousand_that_end_with_it() throws Exception {
    engine.eval(
        """
        local never, done = channel.new(), channel.new(10000)
        for i = 1, 10000 do
          coroutine.spawn(function() done:send((select(3, never:receive("10ms")))) end)
        end
        for i = 1, 10000 do assert(done:receive() == "timeout") end
        """);
    awaitIdleTimer();
  }

  /** Java sends while the script's waits end by themselves; every value is somewhere. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void a_value_that_was_sent_was_received_or_is_still_there(int capacity) throws Exception {
    Channel channel = new Channel(capacity);
    engine.put("ch", channel);
    engine.put("other", new Channel(0));
    Future<Object> receiver =
        threads.submit(
            () ->
                engine.eval(
                    """
                    local seen = {}
                    while true do
                      local value, ok, why = ch:receive(#seen % 2 == 0 and "1ms" or 0)
                      if why == nil and not ok then break end
                      if ok then seen[#seen + 1] = value end
                      local r = channel.select{ other:case_receive(), ch:case_receive(), timeout = "1ms" }
                      if not r.timeout and not r.ok then break end
                      if r.ok then seen[#seen + 1] = r.value end
                    end
                    return table.concat(seen, " ")
                    """));
    Set<Object> sent = new TreeSet<>();
    for (int i = 0; i < VALUES; i++) {
      try {
        channel.send(i, Duration.ofNanos(1_000_000 + i * 50L));
        sent.add(i);
      } catch (TimeoutException e) {
        Thread.onSpinWait();
      }
    }
    channel.close();
    String seen = (String) receiver.get();
    Set<Object> found = new TreeSet<>();
    for (String value : seen.isEmpty() ? new String[0] : seen.split(" ")) {
      assertTrue(found.add(Integer.valueOf(value)), value + " came twice");
    }
    for (Received left = channel.poll(); left != null && left.ok(); left = channel.poll()) {
      found.add(left.value());
    }
    assertEquals(sent, found);
  }

  @Test
  void a_run_that_waits_with_a_limit_ends_by_interrupt_deadline_and_close() throws Exception {
    for (String wait : List.of("ch:receive('1h')", "channel.select{ timeout = '1h' }")) {
      try (LuaEngine limited = LuaEngine.builder().timeout(Duration.ofMillis(50)).build()) {
        String script = "local ch = channel.new() return " + wait;
        ScriptException late = assertThrows(ScriptException.class, () -> limited.eval(script));
        assertTrue(late.getMessage().contains("timed out"), late.getMessage());
      }
      Channel begun = new Channel(1);
      engine.put("begun", begun);
      Thread interrupted =
          new Thread(
              () ->
                  assertThrows(
                      ScriptException.class,
                      () -> engine.eval("local ch = channel.new() begun:send(1) " + wait)));
      interrupted.start();
      begun.receive(Duration.ofSeconds(30));
      interrupted.interrupt();
      interrupted.join(Duration.ofSeconds(30).toMillis());
      assertFalse(interrupted.isAlive());
    }
    awaitIdleTimer();
    Channel begun = new Channel(1);
    engine.put("begun", begun);
    Future<Object> closed =
        threads.submit(() -> engine.eval("begun:send(1) return channel.new():receive('1h')"));
    begun.receive(Duration.ofSeconds(30));
    engine.close();
    assertThrows(ExecutionException.class, () -> closed.get(30, TimeUnit.SECONDS));
  }

  @Test
  void a_deadlock_is_still_one_once_no_limited_wait_is_left() {
    ScriptException e =
        assertThrows(
            ScriptException.class,
            () ->
                engine.eval(
                    "coroutine.spawn(function() channel.new():receive('5ms') end)"
                        + " channel.new():receive()"));
    assertTrue(e.getMessage().contains("deadlock"), e.getMessage());
  }

  @Test
  void what_waits_with_a_limit_counts_as_memory() throws Exception {
    try (LuaEngine small = LuaEngine.builder().memory(4 << 20).build()) {
      ScriptException e =
          assertThrows(
              ScriptException.class,
              () ->
                  small.eval(
                      """
                      for i = 1, 100 do
                        coroutine.spawn(function()
                          local text = ("x"):rep(1e5) .. i
                          channel.new():receive("1h")
                          return text
                        end)
                      end
                      """));
      assertTrue(e.getMessage().contains("not enough memory"), e.getMessage());
    }
  }
}
