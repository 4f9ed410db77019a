package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** How long requests live, who ends them, and what they hold meanwhile. */
@Timeout(120)
class HttpClientLifeTest {
  private static final byte[] ZEROS = new byte[65536];

  /** Answers nothing, and counts down when the client has left. */
  private static RawServer silent(CountDownLatch left) throws Exception {
    return new RawServer(
        client -> {
          RawServer.head(client.getInputStream());
          try {
            client.getInputStream().readAllBytes();
          } finally {
            left.countDown();
          }
        });
  }

  /** Sends zeros without end; counts down when the client has left. */
  private static RawServer endless(CountDownLatch left) throws Exception {
    return new RawServer(
        client -> {
          RawServer.head(client.getInputStream());
          OutputStream out = client.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
          try {
            while (true) {
              out.write(ZEROS);
            }
          } finally {
            left.countDown();
          }
        });
  }

  private static void put(LuaEngine engine, RawServer server) {
    engine.put("url", "http://127.0.0.1:" + server.port() + "/");
  }

  @Test
  void other_tasks_go_on_meanwhile() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (RawServer server = silent(left);
        LuaEngine engine = LuaEngine.builder().build()) {
      put(engine, server);
      Object beats =
          engine.eval(
              """
              local http_client, time = require("http_client"), require("time")
              local beats = 0
              coroutine.spawn(function()
                while true do time.sleep("20ms") beats = beats + 1 end
              end)
              local r, err = http_client.get(url, {timeout = 0.5})
              assert(err:kind() == errors.TIMEOUT and err:retryable())
              return beats
              """);
      assertTrue(((Number) beats).intValue() >= 5, "" + beats);
      assertTrue(left.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void the_deadline_of_a_run_ends_its_request() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (RawServer server = silent(left);
        LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(300)).build()) {
      put(engine, server);
      assertThrows(
          ScriptException.class,
          () -> engine.eval("require('http_client').get(url, {timeout = 60})"));
      assertTrue(left.await(10, TimeUnit.SECONDS), "the request goes on");
    }
  }

  @Test
  void the_deadline_of_a_run_ends_its_batch() throws Exception {
    CountDownLatch left = new CountDownLatch(2);
    try (RawServer server = silent(left);
        LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(300)).build()) {
      put(engine, server);
      assertThrows(
          ScriptException.class,
          () ->
              engine.eval(
                  "require('http_client').request_batch({{'GET', url}, {'GET', url}, {'GET', url}},"
                      + " {concurrency = 2})"));
      assertTrue(left.await(10, TimeUnit.SECONDS), "the requests go on");
    }
  }

  @Test
  void the_engine_ends_its_requests_and_leaves_no_thread() throws Exception {
    CountDownLatch left = new CountDownLatch(2);
    try (RawServer server = silent(left)) {
      LuaEngine engine = LuaEngine.builder().build();
      put(engine, server);
      engine.eval(
          """
          local http_client = require("http_client")
          for i = 1, 2 do coroutine.spawn(http_client.get, url) end
          require("time").sleep("200ms")
          """);
      engine.close();
      assertTrue(left.await(10, TimeUnit.SECONDS));
      threadsEnd();
    }
  }

  @Test
  void a_stream_that_nobody_wants_is_ended() throws Exception {
    for (String end : new String[] {"r.body:close()", "r = nil runner()"}) {
      CountDownLatch left = new CountDownLatch(1);
      try (RawServer server = endless(left);
          LuaEngine engine = LuaEngine.builder().build()) {
        put(engine, server);
        engine.put("runner", (Runnable) System::gc);
        engine.eval(
            "local r = assert(require('http_client').get(url, {stream = true}))"
                + " assert(#r.body:receive() > 0) "
                + end);
        for (int i = 0; i < 50 && !left.await(100, TimeUnit.MILLISECONDS); i++) {
          System.gc();
        }
        assertEquals(0, left.getCount(), end);
      }
    }
  }

  @Test
  void a_stream_waits_for_the_script_and_for_no_server() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (RawServer server = endless(left);
        LuaEngine engine = LuaEngine.builder().memory(16 << 20).build()) {
      put(engine, server);
      engine.eval(
          """
          local http_client, time = require("http_client"), require("time")
          local r = assert(http_client.get(url, {stream = true, timeout = 0.2}))
          time.sleep("600ms")
          local bytes = 0
          while bytes < 50e6 do
            local piece, ok, err = r.body:receive("5s")
            assert(ok, err)
            bytes = bytes + #piece
          end
          r.body:close()
          """);
      assertTrue(left.await(10, TimeUnit.SECONDS));
    }
    try (RawServer server =
            new RawServer(
                client -> {
                  RawServer.head(client.getInputStream());
                  RawServer.say(client, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
                  client.getInputStream().read();
                });
        LuaEngine engine = LuaEngine.builder().build()) {
      put(engine, server);
      engine.eval(
          """
          local r = assert(require("http_client").get(url, {stream = true, timeout = 0.2}))
          assert(r.body:receive() == "hello")
          local piece, ok, err = r.body:receive("5s")
          assert(piece == nil and ok == false and err:kind() == errors.TIMEOUT, err)
          """);
    }
  }

  @Test
  void bodies_are_within_the_memory_limit() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    try (RawServer server = endless(left);
        LuaEngine engine = LuaEngine.builder().memory(16 << 20).build()) {
      put(engine, server);
      Object told =
          engine.eval(
              """
              local r, err = require("http_client").get(url, {max_response_body = 2^27})
              return err:message()
              """);
      assertTrue(told.toString().contains("memory limit"), "" + told);
      assertTrue(left.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void a_host_says_how_many_go_on_at_once() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    WebSocketModule host = WebSocketModule.builder().maxConnections(1).build();
    try (RawServer server = silent(left);
        LuaEngine engine = LuaEngine.builder().module(host.httpClient()).build()) {
      put(engine, server);
      engine.eval(
          """
          local http_client, time = require("http_client"), require("time")
          coroutine.spawn(http_client.get, url, {timeout = 0.3})
          time.sleep("50ms")
          local r, err = http_client.get(url)
          assert(err:message():find("allows `1` requests at once", 1, true), err)
          time.sleep("500ms")
          r, err = http_client.get(url, {timeout = 0.1})
          assert(err:kind() == errors.TIMEOUT, err)
          """);
    }
  }

  @Test
  @Tag("soak")
  void ten_thousand_requests_leave_nothing() throws Exception {
    try (TestSite site = new TestSite();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", site.url() + "/token");
      engine.eval("http_client = require('http_client')");
      long before = afterMany(engine, 1000);
      long after = afterMany(engine, 10_000);
      assertTrue(after - before < 2 << 20, (after - before) + " bytes more");
      threadsEnd();
    }
  }

  private static void threadsEnd() throws InterruptedException {
    for (Thread thread : SpecRunner.threads().toList()) {
      thread.join(10_000);
      assertFalse(thread.isAlive(), thread.getName());
    }
  }

  private static long afterMany(LuaEngine engine, int count) throws Exception {
    engine.eval("for i = 1, " + count + " do assert(http_client.get(url)) end");
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
