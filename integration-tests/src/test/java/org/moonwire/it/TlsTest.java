package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/** Connections over TLS; the JVM's default context trusts the certificate of {@code ours} only. */
@Timeout(60)
class TlsTest {
  @TempDir private static Path folder;
  private static SSLContext before;
  private static SSLContext ours;
  private static SSLContext other;

  @BeforeAll
  static void makeCertificates() throws Exception {
    before = SSLContext.getDefault();
    ours = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
    other = new Certificates(folder).context("other", "san=dns:other.example");
    SSLContext.setDefault(ours);
  }

  @AfterAll
  static void restoreTheDefault() {
    SSLContext.setDefault(before);
  }

  private static Object run(EchoServer server, String script) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("server", server);
      return engine.eval(script);
    }
  }

  @Test
  void an_echo_and_a_close_work_over_tls() throws Exception {
    try (EchoServer server = EchoServer.start(ours)) {
      Object echoed =
          run(
              server,
              "local c = assert(websocket.connect(server:url('/echo')))"
                  + " local big = ('x'):rep(200000) c:send(big)"
                  + " local same = c:channel():receive().data == big"
                  + " c:close(4001, 'bye') return same");
      assertEquals(true, echoed);
      Visit visit = server.awaitVisit();
      assertEquals(new Visit.Ending(true, 4001, "bye"), visit.awaitEnding());
    }
  }

  @Test
  void everything_the_server_sent_before_its_close_arrives_over_tls() throws Exception {
    try (EchoServer server = EchoServer.start(ours)) {
      String script =
          "local ch = websocket.connect(server:url('/flood?count=500&size=5000&close=1000'))"
              + ":channel() local n = 0 while true do local m, ok = ch:receive()"
              + " if not ok then return n end n = n + 1 end";
      assertEquals(500, run(server, script));
      assertEquals(1000, server.awaitVisit().awaitEnding().code());
    }
  }

  @Test
  void a_drop_and_the_end_of_the_engine_reach_the_server_over_tls() throws Exception {
    try (EchoServer server = EchoServer.start(ours)) {
      run(server, "assert(websocket.connect(server:url('/silent'))):close(1006)");
      assertEquals(1006, server.awaitVisit().awaitEnding().code());
      run(server, "client = assert(websocket.connect(server:url('/silent')))");
      assertEquals(1001, server.awaitVisit().awaitEnding().code());
    }
  }

  @Test
  void a_certificate_that_is_not_trusted_fails_the_connect() throws Exception {
    try (EchoServer server = EchoServer.start(other)) {
      Object message =
          run(
              server,
              "local c, err = websocket.connect(server:url('/echo'))"
                  + " return tostring(c) .. err:kind() .. tostring(err:retryable()) .. err:message()");
      assertTrue(message.toString().startsWith("nilInternaltruefailed to dial"), "" + message);
    }
  }

  @Test
  void a_certificate_for_another_name_fails_the_connect() throws Exception {
    SSLContext.setDefault(other);
    try (EchoServer server = EchoServer.start(other)) {
      Object message =
          run(server, "local c, err = websocket.connect(server:url('/echo')) return err:message()");
      assertTrue(message.toString().contains("127.0.0.1"), "" + message);
    } finally {
      SSLContext.setDefault(ours);
    }
  }
}
