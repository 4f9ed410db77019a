package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** How long a close takes, and what a script is told of an end without a close frame. */
@Timeout(60)
class EndingTest {
  private static final String TELL =
      " local i = c:close_info() local e = i.cause local d = e and e:details() or {}"
          + " return { code = i.code, by = i.by, clean = i.clean, cause = e and e:message() or '',"
          + " kind = e and e:kind() or '', address = d.address, port = d.port,"
          + " exception = d.exception }";

  @TempDir private static Path folder;

  private static SSLContext context() throws Exception {
    return new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
  }

  private static RawServer server(String scheme, RawServer.Talk talk) throws Exception {
    return scheme.equals("ws")
        ? new RawServer(talk)
        : new RawServer(
            context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})),
            talk);
  }

  private static Map<?, ?> run(String scheme, RawServer server, String script) throws Exception {
    WebSocketModule module = WebSocketModule.builder().sslContext(context()).build();
    try (LuaEngine engine = LuaEngine.builder().module(module).build()) {
      engine.put("url", scheme + "://127.0.0.1:" + server.port() + "/");
      return (Map<?, ?>) engine.eval(script + TELL);
    }
  }

  private static void readAll(Socket client) throws IOException {
    RawServer.upgrade(client);
    client.getInputStream().readAllBytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss"})
  void a_peer_that_does_not_answer_a_close_is_left_in_time(String scheme) throws Exception {
    try (RawServer deaf = server(scheme, EndingTest::readAll)) {
      Map<?, ?> end =
          run(
              scheme,
              deaf,
              "local c = assert(websocket.connect(url, {close_timeout = '150ms'}))"
                  + " local start = time.now() assert(c:close(4000, 'enough'))"
                  + " local took = time.now():sub(start):milliseconds()"
                  + " assert(took >= 150 and took < 4500, took .. ' ms')");
      assertEquals(4000, end.get("code"));
      assertEquals(false, end.get("clean"));
      assertEquals("Timeout", end.get("kind"));
      String cause = "the peer did not close its side in time (127.0.0.1 port " + deaf.port() + ")";
      assertEquals(cause, end.get("cause"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss"})
  void an_end_without_a_close_frame_has_a_cause(String scheme) throws Exception {
    try (RawServer rude = server(scheme, RawServer::upgrade)) {
      Map<?, ?> end =
          run(scheme, rude, "local c = assert(websocket.connect(url)) c:channel():receive()");
      assertEquals(1006, end.get("code"));
      assertEquals("error", end.get("by"));
      assertTrue(
          end.get("cause").toString().startsWith("the peer ended the connection without a close"),
          "" + end);
      assertEquals("127.0.0.1", end.get("address"));
      assertEquals(rude.port(), end.get("port"));
      assertNull(end.get("exception"));
    }
  }

  @Test
  void a_reset_is_named_with_what_the_network_said() throws Exception {
    CountDownLatch upgraded = new CountDownLatch(1);
    try (RawServer rude =
        server(
            "ws",
            client -> {
              RawServer.upgrade(client);
              client.setSoLinger(true, 0);
              upgraded.countDown();
            })) {
      Map<?, ?> end =
          run("ws", rude, "local c = assert(websocket.connect(url)) c:channel():receive()");
      assertEquals(1006, end.get("code"));
      assertTrue(end.get("cause").toString().startsWith("the network failed: "), "" + end);
      assertTrue(end.get("exception").toString().contains("Connection reset"), "" + end);
    }
  }

  @Test
  void a_silent_peer_is_lost_by_keepalive() throws Exception {
    try (RawServer silent = server("ws", EndingTest::readAll)) {
      Map<?, ?> end =
          run(
              "ws",
              silent,
              "local c = assert(websocket.connect(url,"
                  + " {keepalive = {interval = '20ms', timeout = '50ms'}})) c:channel():receive()");
      assertEquals(1006, end.get("code"));
      assertEquals("Timeout", end.get("kind"));
      assertTrue(end.get("cause").toString().startsWith("keepalive timeout"), "" + end);
    }
  }

  @Test
  void an_end_in_order_has_no_cause() throws Exception {
    try (EchoServer echo = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", echo.url("/echo"));
      Map<?, ?> end =
          (Map<?, ?>)
              engine.eval("local c = assert(websocket.connect(url)) assert(c:close())" + TELL);
      assertEquals(true, end.get("clean"));
      assertEquals("", end.get("cause"));
    }
  }
}
