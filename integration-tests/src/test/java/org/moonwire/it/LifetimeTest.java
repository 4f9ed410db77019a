package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** W32: connections end with their engine, or when no script can reach them. */
@Timeout(60)
class LifetimeTest {
  private EchoServer server;
  private LuaEngine engine;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
    engine = LuaEngine.builder().build();
    engine.put("server", server);
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    server.close();
  }

  private static void assertNoThreadOfAConnectionIsLeft() throws InterruptedException {
    List<Thread> threads = SpecRunner.threads().toList();
    for (Thread thread : threads) {
      thread.join(5000);
      assertFalse(thread.isAlive(), thread.getName());
    }
  }

  @Test
  void closing_the_engine_closes_its_connections_with_1001_and_leaves_no_thread() throws Exception {
    engine.eval(
        "clients = {} for i = 1, 20 do clients[i] = websocket.connect(server:url('/silent')) end");
    engine.close();
    for (int i = 0; i < 20; i++) {
      assertEquals(1001, server.awaitVisit().awaitEnding().code());
    }
    assertNoThreadOfAConnectionIsLeft();
  }

  @Test
  void closing_the_engine_does_not_wait_for_a_full_channel() throws Exception {
    engine.eval(
        "c = websocket.connect(server:url('/flood?count=1000&size=1000'), {channel_capacity = 1})");
    engine.close();
    assertEquals(1001, server.awaitVisit().awaitEnding().code());
    assertNoThreadOfAConnectionIsLeft();
  }

  @Test
  void closing_the_engine_cuts_off_a_server_that_does_not_read() throws Exception {
    engine.eval(
        "c = websocket.connect(server:url('/deaf'))"
            + " coroutine.spawn(function() c:send(('x'):rep(20000000)) end)");
    engine.close();
    assertNoThreadOfAConnectionIsLeft();
  }

  @Test
  void a_timeout_ends_a_script_that_waits_for_a_message_or_a_connection() throws Exception {
    engine.getContext().setAttribute("moonwire.timeout", "100ms", ScriptContext.ENGINE_SCOPE);
    for (String wait :
        List.of(
            "websocket.connect(server:url('/silent')):channel():receive()",
            "websocket.connect(server:url('/deaf')):send(('x'):rep(20000000))",
            "websocket.connect(server:url('/deaf')):close()")) {
      ScriptException end = assertThrows(ScriptException.class, () -> engine.eval(wait));
      assertTrue(end.getMessage().contains("timed out"), end.getMessage());
    }
  }

  @Test
  void an_interrupted_thread_that_closes_the_engine_still_says_goodbye() throws Exception {
    engine.eval("c = websocket.connect(server:url('/silent'))");
    Thread.currentThread().interrupt();
    engine.close();
    assertTrue(Thread.interrupted());
    assertEquals(1001, server.awaitVisit().awaitEnding().code());
  }

  @Test
  void connections_live_on_between_runs() throws Exception {
    engine.eval("client = websocket.connect(server:url('/echo'))");
    engine.eval("client:send('later')");
    assertEquals("later", engine.eval("return (client:channel():receive()).data"));
  }

  /** Connections, requests and what goes with them, kept by a script whose run has ended. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kept = websocket.connect(server:url('/silent'))",
        "kept = websocket.connect(server:url('/silent')):channel()",
        "kept = websocket.connect(server:url('/silent'), { stream = true }):channel()",
        "kept = websocket.connect(server:url('/silent')):send_stream()",
        "coroutine.spawn(function() websocket.connect(server:url('/silent')):receive() end)",
        "kept = require('websocket.reconnect').new(server:url('/silent'))",
        "kept = require('http_client').get((server:url('/echo'):gsub('^ws', 'http')))",
      })
  void what_outlives_a_run_does_not_keep_its_variables(String survivor) throws Exception {
    List<WeakReference<Object>> made = new ArrayList<>();
    Supplier<Object> make =
        () -> {
          Object object = new ArrayList<>();
          made.add(new WeakReference<>(object));
          return object;
        };
    engine.put("make", make);
    engine.eval("local object = make() " + survivor);
    engine.eval("time.sleep('2ms')");
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (made.get(0).get() != null && System.nanoTime() < deadline) {
      System.gc();
    }
    assertNull(made.get(0).get());
  }

  @Test
  void a_connection_that_nobody_can_reach_is_closed() throws Exception {
    engine.eval("websocket.connect(server:url('/silent'))");
    Visit visit = server.awaitVisit();
    for (int i = 0; i < 50 && !visit.endsWithin(200); i++) {
      System.gc();
    }
    assertEquals(1001, visit.awaitEnding().code());
  }

  @Test
  void a_task_that_waits_for_a_message_is_no_garbage() throws Exception {
    engine.put("collect", (Runnable) System::gc);
    Object ok =
        engine.eval(
            """
            local done, time = channel.new(), require("time")
            coroutine.spawn(function()
              local url = server:url("/silent")
              local ch = websocket.connect(url, {read_timeout = "900ms"}):channel()
              done:send({select(2, ch:receive())})
            end)
            for _ = 1, 6 do
              time.sleep("50ms")
              collect()
            end
            return (done:receive())[1]
            """);
    assertEquals(false, ok);
  }

  @Test
  void a_connection_whose_channel_is_kept_stays_open() throws Exception {
    engine.eval("ch = websocket.connect(server:url('/silent')):channel()");
    Visit visit = server.awaitVisit();
    for (int i = 0; i < 10; i++) {
      System.gc();
      assertFalse(visit.endsWithin(200));
    }
    engine.eval("ch:close()");
    assertEquals(1000, visit.awaitEnding().code());
  }

  @Test
  void a_receive_on_an_open_connection_is_no_deadlock_and_ends_with_it() throws Exception {
    Object ok =
        engine.eval(
            "local _, ok = websocket.connect(server:url('/flood?count=0&close=1000')):channel():receive()"
                + " return tostring(ok)");
    assertEquals("false", ok);
  }

  @Test
  void after_the_end_of_a_connection_waiting_for_nothing_is_a_deadlock_again() {
    ScriptException deadlock =
        assertThrows(
            ScriptException.class,
            () ->
                engine.eval(
                    "websocket.connect(server:url('/close')):channel():receive()"
                        + " channel.new():receive()"));
    assertTrue(deadlock.getMessage().contains("deadlock"), deadlock.getMessage());
  }
}
