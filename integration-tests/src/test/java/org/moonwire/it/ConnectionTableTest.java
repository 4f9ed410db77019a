package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/** What {@code client:connection()} tells. */
@Timeout(60)
class ConnectionTableTest {
  @TempDir private static Path folder;

  private static Map<?, ?> table(EchoServer server, String options, SSLContext trust)
      throws Exception {
    WebSocketModule module =
        trust == null
            ? WebSocketModule.builder().build()
            : WebSocketModule.builder().sslContext(trust).build();
    try (LuaEngine engine = LuaEngine.builder().module(module).build()) {
      engine.put("url", server.url("/echo?deflate=1").replace("127.0.0.1", "localhost"));
      return (Map<?, ?>)
          engine.eval(
              "local c = assert(websocket.connect(url, "
                  + options
                  + ")) local t = c:connection() c:close()"
                  + " local again = c:connection()"
                  + " assert(again.remote_port == t.remote_port and again.cipher == t.cipher)"
                  + " for _, one in ipairs(t.certificates or {}) do"
                  + " one.days = one.not_after:sub(one.not_before):hours() / 24"
                  + " one.not_before, one.not_after = nil, nil end return t");
    }
  }

  @Test
  void without_tls() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Map<?, ?> table = table(server, "{compression = 1}", null);
      assertEquals("127.0.0.1", table.get("remote_address"));
      assertEquals(server.port(), table.get("remote_port"));
      assertEquals("127.0.0.1", table.get("local_address"));
      assertEquals("context_takeover", table.get("compression"));
      assertEquals("ws://localhost:" + server.port() + "/echo?deflate=1", table.get("url"));
      for (String absent : List.of("tls_version", "cipher", "server_name", "certificates")) {
        assertNull(table.get(absent), absent);
      }
    }
  }

  @Test
  void with_tls_the_certificate_is_the_server_s() throws Exception {
    Certificates certificates = new Certificates(folder);
    SSLContext ours = certificates.context("ours", "san=dns:localhost,dns:*.example.com");
    X509Certificate certificate =
        (X509Certificate) certificates.store("ours", "").getCertificate("ours");
    try (EchoServer server = EchoServer.start(ours)) {
      Map<?, ?> table = table(server, "{protocols = {'a'}}", ours);
      assertEquals("1.3", table.get("tls_version"));
      assertEquals("localhost", table.get("server_name"));
      assertEquals(true, table.get("cipher").toString().startsWith("TLS_"));
      Map<?, ?> first = (Map<?, ?>) ((Map<?, ?>) table.get("certificates")).get(1);
      assertEquals("CN=ours", first.get("subject"));
      assertEquals("CN=ours", first.get("issuer"));
      assertEquals(certificate.getSerialNumber().toString(16), first.get("serial"));
      assertEquals(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())),
          first.get("sha256"));
      assertEquals("*.example.com", ((Map<?, ?>) first.get("dns_names")).get(2));
      assertEquals(90, ((Number) first.get("days")).intValue());
    }
  }

  @Test
  void through_a_proxy_the_other_end_is_the_proxy() throws Exception {
    try (EchoServer server = EchoServer.start();
        TestProxy proxy = new TestProxy("u:secret")) {
      String url = "http://u:secret@" + proxy.place();
      Map<?, ?> table = table(server, "{proxy = '" + url + "'}", null);
      assertEquals("http://" + proxy.place(), table.get("proxy"));
      assertEquals(proxy.port(), table.get("remote_port"));
    }
  }
}
