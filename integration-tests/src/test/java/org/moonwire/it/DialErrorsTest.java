package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.ProxyAddress;
import org.moonwire.websocket.net.TlsTerms;

/** What a user is told when a connection cannot be opened, and names that are no names of DNS. */
@Timeout(60)
class DialErrorsTest {
  private static final String SCRIPT =
      "local websocket = require('websocket') local c, err = websocket.connect(url, OPTIONS)"
          + " local d = err:details() local a = d.attempts[1] or {}"
          + " return { message = err:message(), kind = err:kind(), status = d.status or 0,"
          + " body = d.body or '', attempts = #d.attempts, address = a.address or '',"
          + " port = a.port or 0, proxy = a.proxy or false, error = a.error or '' }";

  @TempDir private static Path folder;
  private final Dialer dialer = new Dialer();

  @AfterEach
  void stop() {
    dialer.close();
  }

  private static Map<?, ?> error(String url, String options) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", url);
      return (Map<?, ?>) engine.eval(SCRIPT.replace("OPTIONS", options));
    }
  }

  private static String through(int port) {
    return "{proxy = 'http://127.0.0.1:" + port + "'}";
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "wss"})
  void a_refused_connection_names_address_and_port(String scheme) throws Exception {
    int port = unusedPort();
    Map<?, ?> error = error(scheme + "://127.0.0.1:" + port + "/", "nil");
    assertTrue(error.get("message").toString().endsWith("(127.0.0.1:" + port + ")"), "" + error);
    assertEquals(1, error.get("attempts"));
    assertEquals("127.0.0.1", error.get("address"));
    assertEquals(port, error.get("port"));
    assertEquals(false, error.get("proxy"));
    assertEquals("Connection refused", error.get("error"));
  }

  @Test
  void a_proxy_that_is_not_there_is_named_as_the_proxy() throws Exception {
    int port = unusedPort();
    Map<?, ?> error = error("ws://h.example/", through(port));
    assertTrue(
        error.get("message").toString().endsWith("(proxy 127.0.0.1:" + port + ")"), "" + error);
    assertEquals(true, error.get("proxy"));
  }

  @Test
  void a_dial_timeout_says_where_nobody_answered() throws Exception {
    try (RawServer silent = new RawServer(client -> client.getInputStream().readAllBytes())) {
      Map<?, ?> error = error(silent.url(), "{dial_timeout = 200}");
      String where = "dial timeout of 200ms exceeded (127.0.0.1:" + silent.port() + ")";
      assertTrue(error.get("message").toString().endsWith(where), "" + error);
    }
  }

  @Test
  void the_refusal_of_a_proxy_comes_with_status_and_body() throws Exception {
    String answer =
        String.join(
            "\r\n",
            "HTTP/1.1 100 Continue",
            "",
            "HTTP/1.1 407 No",
            "Transfer-Encoding: chunked",
            "",
            "9",
            "log in at",
            "9",
            " the desk",
            "0",
            "",
            "");
    try (RawServer proxy =
        new RawServer(
            client -> {
              RawServer.header(client, "host");
              RawServer.say(client, answer);
              client.getInputStream().readAllBytes();
            })) {
      Map<?, ?> error = error("ws://h.example/", through(proxy.port()));
      assertEquals(407, error.get("status"));
      assertEquals("log in at the desk", error.get("body"));
      assertTrue(
          error.get("message").toString().contains("the proxy answered with status 407"),
          "" + error);
    }
  }

  @Test
  void a_proxy_may_answer_100_before_200() throws Exception {
    try (RawServer proxy =
        new RawServer(
            client -> {
              RawServer.header(client, "host");
              RawServer.say(client, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
              RawServer.upgrade(client);
              client.getInputStream().readAllBytes();
            })) {
      open(new RequestTo("ws://h.example/").through(url -> proxy(true, proxy.port())));
    }
  }

  private static ProxyAddress proxy(boolean http, int port) {
    ProxyAddress.Kind kind = http ? ProxyAddress.Kind.HTTP : ProxyAddress.Kind.SOCKS;
    return new ProxyAddress(kind, "127.0.0.1", port, null, "", true);
  }

  private void open(RequestTo request) throws Exception {
    Connection connection =
        dialer.dial(request.build(), new QueueInbox()).opened().get(20, TimeUnit.SECONDS);
    connection.drop();
    connection.gone().get(5, TimeUnit.SECONDS);
  }

  private DialException refusal(RequestTo request) {
    return (DialException) assertThrows(ExecutionException.class, () -> open(request)).getCause();
  }

  @ParameterizedTest
  @CsvSource({"true, ws", "false, ws", "true, wss", "false, wss"})
  void a_name_with_an_underscore_is_a_name(boolean http, String scheme) throws Exception {
    SSLContext context = new Certificates(folder).context("my_service", "san=uri:urn:none");
    try (EchoServer server = scheme.equals("ws") ? EchoServer.start() : EchoServer.start(context);
        LoginProxy proxy = new LoginProxy(http, false, server.port())) {
      RequestTo request =
          new RequestTo(scheme + "://my_service:8080/echo")
              .tls(new TlsTerms(context, null, true))
              .through(url -> proxy(http, proxy.port()));
      open(request);
      assertEquals("my_service:8080", proxy.asked.take());
    }
  }

  @Test
  void a_certificate_for_another_name_with_an_underscore_is_refused() throws Exception {
    SSLContext context = new Certificates(folder).context("my_service", "san=uri:urn:none");
    try (EchoServer server = EchoServer.start(context);
        LoginProxy proxy = new LoginProxy(true, false, server.port())) {
      DialException failure =
          refusal(
              new RequestTo("wss://your_service:8080/echo")
                  .tls(new TlsTerms(context, null, true))
                  .through(url -> proxy(true, proxy.port())));
      assertTrue(failure.getMessage().contains("no name matching `your_service`"), "" + failure);
    }
  }

  /** With TLS 1.3 the server looks at our certificate after our handshake is over. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void an_alert_after_the_handshake_is_named(String version) throws Exception {
    SSLContext context = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    listener.setNeedClientAuth(true);
    listener.setEnabledProtocols(new String[] {version});
    SSLContext trusting = SSLContext.getInstance("TLS");
    try (RawServer server = new RawServer(listener, client -> RawServer.header(client, "host"))) {
      trusting.init(null, Certificates.trustIn(new Certificates(folder).store("ours", "")), null);
      for (int i = 0; i < 20; i++) {
        DialException failure =
            refusal(
                new RequestTo("wss://127.0.0.1:" + server.port() + "/")
                    .tls(new TlsTerms(trusting, null, true)));
        assertTrue(
            failure
                .getMessage()
                // The last is what the server of JDK 25 says with TLS 1.2.
                .matches(".*(bad_certificate|certificate_required|handshake_failure).*"),
            failure.getMessage());
      }
    }
  }
}
