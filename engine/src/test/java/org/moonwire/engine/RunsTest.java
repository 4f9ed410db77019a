package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.channel.Channel;

/** How runs end: engine/manual/jsr223.md#how-a-run-ends. */
class RunsTest {
  private final LuaEngine engine = LuaEngine.builder().timeout(Duration.ofSeconds(20)).build();

  @AfterEach
  void close() {
    engine.close();
  }

  private String failure(String script) {
    return assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage();
  }

  @Test
  void c40_a_worker_left_blocked_does_not_fail_the_run() throws ScriptException {
    Object result =
        engine.eval(
            """
            local ch = channel.new()
            coroutine.spawn(function() ch:receive() error("never") end)
            return "fine"
            """);
    assertEquals("fine", result);
  }

  @Test
  void c41_an_error_in_a_spawned_task_fails_the_run() {
    String message =
        failure("coroutine.spawn(function() error('boom') end) return channel.new():receive()");
    assertTrue(message.contains("boom"), message);
  }

  @Test
  void c42_tasks_that_wait_for_each_other_are_a_deadlock() {
    String message =
        failure(
            """
            local ch = channel.new()
            coroutine.spawn(function() ch:receive() end)
            ch:receive()
            """);
    assertTrue(message.contains("deadlock: all coroutines blocked"), message);
    assertTrue(message.contains("(threads=2)"), message);
  }

  @Test
  void c42b_a_channel_in_a_global_does_not_hide_a_deadlock() {
    String message = failure("ch = channel.new() ch:receive()");
    assertTrue(message.contains("(threads=1)"), message);
  }

  @Test
  void a_deadlock_cannot_be_caught() {
    String message = failure("pcall(function() channel.new():receive() end) return 'caught'");
    assertTrue(message.contains("deadlock"), message);
  }

  @Test
  void an_empty_select_is_a_deadlock() {
    assertTrue(failure("channel.select({})").contains("deadlock"));
  }

  @Test
  void c47_nil_and_a_message_fail_the_run_with_exactly_this_message() throws ScriptException {
    assertEquals("something went wrong", failure("return nil, 'something went wrong'"));
    assertEquals(42, engine.eval("return 42, false"));
    assertEquals("a", engine.eval("return 'a', 'text'"));
  }

  @Test
  void e25_the_host_sees_the_error_object_that_nobody_caught() {
    LuaScriptException e =
        assertThrows(
            LuaScriptException.class,
            () ->
                engine.eval("error(errors.new{message='m', kind=errors.TIMEOUT, retryable=true})"));
    assertEquals("m", e.getMessage());
    assertEquals("Timeout", e.kind());
    assertEquals(true, e.retryable());
  }

  @Test
  void e27_nil_and_an_error_object_fail_the_run_with_its_kind() {
    LuaScriptException e =
        assertThrows(
            LuaScriptException.class,
            () -> engine.eval("return nil, errors.new{message='m', kind=errors.INVALID}"));
    assertEquals("m", e.getMessage());
    assertEquals("Invalid", e.kind());
  }

  @Test
  void a_deadline_ends_any_loop_and_cannot_be_caught() {
    try (LuaEngine brief = LuaEngine.builder().timeout(Duration.ofMillis(100)).build()) {
      for (String loop :
          new String[] {
            "while true do end",
            "while true do pcall(error) end",
            "for i = 1, math.huge do end",
            "local function f() return f() end f()",
            "pcall(function() while true do end end) while true do end",
            "local co = coroutine.wrap(function() while true do end end) co()",
            "(('x'):rep(1e5)):find(('.-'):rep(20) .. 'y')",
            "while true do coroutine.yield() end",
            "coroutine.spawn(function() while true do coroutine.yield() end end)"
                + " channel.new():receive()",
            "local c = channel.new() coroutine.spawn(function() while true do c:send(1) end end)"
                + " while true do c:receive() end",
            "require('time').sleep('1h')"
          }) {
        String message =
            assertThrows(ScriptException.class, () -> brief.eval(loop), loop).getMessage();
        assertTrue(message.contains("timed out"), loop + ": " + message);
      }
    }
  }

  @Test
  void spawned_tasks_live_on_after_the_run_that_started_them() throws Exception {
    engine.eval(
        """
        inbox = channel.new()
        outbox = channel.new(1)
        coroutine.spawn(function() outbox:send(inbox:receive() * 2) end)
        """);
    assertEquals(42, engine.eval("inbox:send(21) return (outbox:receive())"));
  }

  @Test
  void a_task_that_waits_inside_a_java_call_does_not_hold_up_the_main_task() throws Exception {
    Object result =
        engine.eval(
            """
            local ch, done = channel.new(), channel.new()
            coroutine.spawn(function()
              done:send((("a-b"):gsub("%a", function() return (ch:receive()) end)))
            end)
            ch:send("x")
            ch:send("y")
            return (done:receive())
            """);
    assertEquals("x-y", result);
  }

  @Test
  void the_run_ends_though_a_task_still_waits_inside_a_java_call() throws Exception {
    Object result =
        engine.eval(
            """
            ch, out = channel.new(), channel.new(1)
            coroutine.spawn(function()
              local text = ("a"):gsub("a", function() return (ch:receive()) end)
              out:send(text)
            end)
            return "main is done"
            """);
    assertEquals("main is done", result);
    assertEquals("late", engine.eval("ch:send('late') return (out:receive())"));
  }

  @Test
  void what_is_sent_after_a_receiver_timed_out_is_not_lost() throws Exception {
    Channel ch = new Channel(1);
    engine.put("ch", ch);
    engine.getContext().setAttribute("moonwire.timeout", "50ms", ScriptContext.ENGINE_SCOPE);
    assertTrue(failure("return ch:receive()").contains("timed out"));
    assertTrue(ch.offer("kept"));
    assertEquals("kept", ch.poll().value());
  }

  @Test
  void an_interrupt_ends_a_blocked_receive() throws Exception {
    engine.put("ch", new Channel(0));
    engine.put("caller", (Runnable) Thread.currentThread()::interrupt);
    String message = failure("coroutine.spawn(function() caller:run() end) ch:receive()");
    assertTrue(Thread.interrupted());
    assertTrue(message.contains("interrupted"), message);
  }
}
