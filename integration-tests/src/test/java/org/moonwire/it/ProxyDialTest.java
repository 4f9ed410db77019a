package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.ProxyAddress;
import org.moonwire.websocket.net.SystemProxies;
import org.moonwire.websocket.net.TlsTerms;

@Timeout(30)
class ProxyDialTest {
  @TempDir private static Path folder;
  private final Dialer dialer = new Dialer();
  private final QueueInbox inbox = new QueueInbox();

  @AfterEach
  void stop() {
    dialer.close();
  }

  private static ProxyAddress address(boolean http, int port, String user, String password) {
    ProxyAddress.Kind kind = http ? ProxyAddress.Kind.HTTP : ProxyAddress.Kind.SOCKS;
    return new ProxyAddress(kind, "127.0.0.1", port, user, password, true);
  }

  private void echo(RequestTo request) throws Exception {
    Connection connection = dialer.dial(request.build(), inbox).opened().get(9, TimeUnit.SECONDS);
    connection.send(true, "through".getBytes(UTF_8)).get(5, TimeUnit.SECONDS);
    assertEquals("through", inbox.take());
    connection.close(1000, new byte[0]).get(5, TimeUnit.SECONDS);
  }

  private DialException refusal(RequestTo request) {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> dialer.dial(request.build(), inbox).opened().get(9, TimeUnit.SECONDS));
    return (DialException) failure.getCause();
  }

  @ParameterizedTest
  @CsvSource({"true,false", "true,true", "false,false", "false,true"})
  void the_proxy_is_asked_for_the_name_and_leads_there(boolean http, boolean login)
      throws Exception {
    try (EchoServer server = EchoServer.start();
        LoginProxy proxy = new LoginProxy(http, login, server.port())) {
      String user = login ? "ada" : null;
      echo(
          new RequestTo("ws://far.example:8080/echo")
              .through(url -> address(http, proxy.port(), user, "secret")));
      assertEquals("far.example:8080", proxy.asked.take());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tls_goes_through_the_proxy_to_the_server(boolean http) throws Exception {
    SSLContext context = new Certificates(folder).context("far", "san=dns:far.example");
    try (EchoServer server = EchoServer.start(context);
        LoginProxy proxy = new LoginProxy(http, false, server.port())) {
      echo(
          new RequestTo("wss://far.example/echo")
              .tls(new TlsTerms(context, null, true))
              .through(url -> address(http, proxy.port(), null, "")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,the proxy answered with status 407",
    "false,the proxy refused user and password"
  })
  void a_wrong_password_is_named(boolean http, String message) throws Exception {
    try (LoginProxy proxy = new LoginProxy(http, true, 1)) {
      DialException failure =
          refusal(
              new RequestTo("ws://far.example/")
                  .through(url -> address(http, proxy.port(), "ada", "wrong")));
      assertEquals(message, failure.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_silent_proxy_runs_into_the_dial_timeout(boolean http) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      DialException failure =
          refusal(
              new RequestTo("ws://far.example/")
                  .dialWithin(Duration.ofMillis(50))
                  .through(url -> address(http, silent.getLocalPort(), null, "")));
      assertEquals("dial timeout of 50ms exceeded", failure.getMessage());
    }
  }

  @Test
  void a_guarded_proxy_is_told_the_address_that_was_asked_for() throws Exception {
    try (EchoServer server = EchoServer.start();
        LoginProxy proxy = new LoginProxy(true, false, server.port())) {
      echo(
          new RequestTo("ws://localhost:8080/echo")
              .guardedBy(address -> address.isLoopbackAddress() && address.getAddress()[0] == 127)
              .through(url -> address(true, proxy.port(), null, "")));
      assertEquals("127.0.0.1:8080", proxy.asked.take());
    }
  }

  @Test
  void a_proxy_that_a_script_named_is_guarded_itself() {
    ProxyAddress named = new ProxyAddress(ProxyAddress.Kind.HTTP, "127.0.0.1", 1, null, "", false);
    DialException failure =
        refusal(
            new RequestTo("ws://192.0.2.1/")
                .guardedBy(address -> !address.isLoopbackAddress())
                .through(url -> named));
    assertEquals(true, failure.isForbidden());
  }

  @Test
  void the_selector_of_the_host_is_asked_in_the_words_of_http() throws Exception {
    try (EchoServer server = EchoServer.start();
        LoginProxy proxy = new LoginProxy(true, false, server.port())) {
      ProxySelector selector =
          new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              assertEquals("http://far.example/", uri.toString());
              return List.of(
                  new Proxy(
                      Proxy.Type.HTTP,
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
          };
      echo(new RequestTo("ws://far.example/echo").through(new SystemProxies(selector)));
    }
  }
}
