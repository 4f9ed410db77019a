package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;
import org.moonwire.websocket.WebSocketModuleBuilder;

/** What a host sets for all connections of an engine. */
@Timeout(60)
class HostSettingsTest {
  private static final String ECHO =
      "local c = assert(websocket.connect(server:url('/echo'), options)) c:send('x')"
          + " local m = c:channel():receive().data c:close() return m";

  @TempDir private Path folder;

  private static WebSocketModule settings() {
    return WebSocketModule.builder()
        .ceiling("read_limit", 4096)
        .ceiling("channel_capacity", 8)
        .ceiling("dial_timeout", "5s")
        .ceiling("read_timeout", "1h")
        .ceiling("write_timeout", 2000)
        .ceiling("compression", 0)
        .ceiling("compression_threshold", 1000)
        .ceiling("headers", 2)
        .ceiling("protocols", 1)
        .ceiling("control_frames", 0)
        .ceiling("keepalive.interval", "1m")
        .ceiling("keepalive.timeout", "30s")
        .header("X-Tenant", "seven")
        .header("User-Agent", "Host/1")
        .maxConnections(3)
        .build();
  }

  @TestFactory
  Stream<DynamicTest> scripts() throws Exception {
    return SpecRunner.names("spec/host_spec.lua").stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
  }

  private static void run(String name) throws Exception {
    try (EchoServer server = EchoServer.start();
        SpecRunner runner = new SpecRunner(name);
        LuaEngine engine = LuaEngine.builder().module(settings()).build()) {
      runner.run("spec/host_spec.lua", engine, server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "read_limit, x, must be a whole number from 1 to 134217728",
    "read_limit, 0, must be a whole number from 1 to 134217728",
    "dial_timeout, banana, must be a duration",
    "dial_timeout, 0, is 0",
    "raed_limit, 1, `raed_limit` has no ceiling"
  })
  void a_ceiling_that_is_none_is_refused(String option, String value, String message) {
    WebSocketModuleBuilder builder = WebSocketModule.builder();
    Object ceiling = value.matches("[0-9]+") ? Integer.valueOf(value) : value;
    Exception refused =
        assertThrows(IllegalArgumentException.class, () -> builder.ceiling(option, ceiling));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"Host, x", "a b, x", "X, 'a\r\nb'", "Sec-WebSocket-Key, x"})
  void a_header_that_cannot_be_sent_is_refused(String name, String value) {
    WebSocketModuleBuilder builder = WebSocketModule.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.header(name, value));
  }

  private Object run(WebSocketModule module, SSLContext server, String options) throws Exception {
    try (EchoServer echo = EchoServer.start(server);
        LuaEngine engine = LuaEngine.builder().module(module).build()) {
      engine.put("server", echo);
      return engine.eval("local options = " + options + " " + ECHO);
    }
  }

  @Test
  void the_host_s_ssl_context_decides_whom_to_trust() throws Exception {
    SSLContext ours = new Certificates(folder).context("ours", "san=ip:127.0.0.1");
    assertEquals("x", run(WebSocketModule.builder().sslContext(ours).build(), ours, "{}"));
  }

  @Test
  void scripts_may_name_the_certificates_that_the_host_gives_them() throws Exception {
    Certificates certificates = new Certificates(folder);
    SSLContext ours = certificates.context("ours", "san=ip:127.0.0.1");
    String pem = new Pems(certificates.store("ours", ""), "ours").certificate();
    WebSocketModule module =
        WebSocketModule.builder().certificates(name -> file(name, pem)).build();
    assertEquals("x", run(module, ours, "{tls = {ca = 'ours.pem'}}"));
    Exception refused =
        assertThrows(Exception.class, () -> run(module, ours, "{tls = {ca = '/etc/passwd'}}"));
    assertTrue(refused.getMessage().contains("tls.ca cannot be had: no such"), "" + refused);
  }

  private static String file(String name, String pem) throws IOException {
    if (name.equals("ours.pem")) {
      return pem;
    }
    throw new IOException("no such certificate");
  }
}
