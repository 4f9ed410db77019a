package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/**
 * Question and answer, many times in a row: then the script's own thread serves the network while
 * it waits. Nobody can tell.
 */
@Timeout(60)
class ConversationTest {
  private static final String TALK =
      """
      function talk(client, times)
        local ch = client:channel()
        for i = 1, times do
          assert(client:send("question " .. i))
          assert(ch:receive().data == "question " .. i)
        end
      end
      """;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private EchoServer server;
  private LuaEngine engine;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
    engine = LuaEngine.builder().build();
    engine.put("url", server.url("/echo"));
    engine.eval(TALK);
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
    server.close();
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
  }

  @Test
  void a_script_that_computes_does_not_hold_up_the_connections_of_others() throws Exception {
    AtomicBoolean answered = new AtomicBoolean();
    Bindings others = engine.createBindings();
    others.put("answered", answered);
    // There are two loops, which take turns.
    others.put("client", engine.eval("a, b, c = %1$s, %1$s, %1$s return c".formatted(CONNECT)));
    engine.put("answered", answered);
    Future<Object> computing =
        threads.submit(() -> engine.eval("talk(a, 500) repeat until answered:get()"));
    engine.eval(TALK + "talk(client, 50) answered:set(true)", others);
    computing.get();
  }

  private static final String CONNECT = "require('websocket').connect(url)";

  @Test
  void many_conversations_at_a_time_do_not_mix() throws Exception {
    List<Future<Object>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Bindings own = engine.createBindings();
      own.put("url", server.url(i % 2 == 0 ? "/echo" : "/echo?n=" + i));
      String script = TALK + "local c = " + CONNECT + " talk(c, 1000) return c:close()";
      all.add(threads.submit(() -> engine.eval(script, own)));
    }
    for (Future<Object> one : all) {
      assertEquals(true, one.get());
    }
  }

  @Test
  void tasks_of_one_script_converse_at_a_time() throws Exception {
    engine.eval(
        """
        local done = channel.new()
        for i = 1, 5 do
          coroutine.spawn(function()
            talk(require('websocket').connect(url), 300)
            done:send(i)
          end)
        end
        for _ = 1, 5 do
          done:receive()
        end
        """);
  }

  @Test
  void a_deadline_ends_a_conversation_and_the_wait_after_it() throws Exception {
    engine.getContext().setAttribute("moonwire.timeout", "200ms", ScriptContext.ENGINE_SCOPE);
    for (String script :
        List.of(
            "talk(%s, math.huge)".formatted(CONNECT),
            "local client = %s talk(client, 100) client:channel():receive()".formatted(CONNECT))) {
      ScriptException end = assertThrows(ScriptException.class, () -> engine.eval(script));
      assertEquals("script timed out after 200 ms", end.getMessage());
    }
  }

  @Test
  void an_interrupt_ends_a_conversation_and_not_its_connection() throws Exception {
    engine.eval("client, n = " + CONNECT + ", 0");
    Thread me = Thread.currentThread();
    engine.put("interrupt", (Runnable) me::interrupt);
    Future<Object> interrupting =
        threads.submit(() -> engine.eval("require('time').sleep('100ms') interrupt()"));
    ScriptException end =
        assertThrows(ScriptException.class, () -> engine.eval("talk(client, math.huge)"));
    assertEquals("script interrupted", end.getMessage());
    assertTrue(Thread.interrupted());
    interrupting.get();
    engine.eval(
        "local ch = client:channel() client:send('last') repeat until ch:receive().data == 'last'");
  }

  @Test
  void the_end_of_the_engine_ends_a_conversation_and_says_goodbye() throws Exception {
    engine.eval("client = " + CONNECT);
    Future<Object> talking = threads.submit(() -> engine.eval("talk(client, math.huge)"));
    Visit visit = server.awaitVisit();
    for (int i = 0; i < 500; i++) {
      visit.awaitFrame();
    }
    engine.close();
    assertThrows(Exception.class, talking::get);
    assertEquals(1001, visit.awaitEnding().code());
    for (Thread thread : SpecRunner.threads().toList()) {
      thread.join(5000);
      assertFalse(thread.isAlive(), thread.getName());
    }
  }

  @Test
  void the_thread_keeps_its_context_class_loader() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    engine.eval("talk(" + CONNECT + ", 500)");
    assertSame(before, Thread.currentThread().getContextClassLoader());
  }
}
