package org.moonwire.websocket.tyrus;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.ProxyChoice;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.net.Way;

/** Errors out of what a host gives, or of a JVM that lacks something, end a dial at once. */
@Timeout(20)
class ThrownErrorTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private final Dialer dialer = new Dialer();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    dialer.close();
    server.close();
  }

  private static Error error() {
    return new NoClassDefFoundError("thrown/by/a/Test");
  }

  private CompletableFuture<Connection> dial(
      String scheme, DialRequest.AddressGuard guard, TlsTerms tls, ProxyChoice proxy) {
    String url = scheme + "://127.0.0.1:" + server.getLocalPort() + "/";
    DialRequest request =
        new DialRequest(
            WebSocketUrl.parse(url),
            List.of(),
            List.of(),
            false,
            new DialRequest.Timeouts(
                LONG, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, LONG),
            1024,
            null,
            tls,
            new Way(null, proxy, TlsTerms.DEFAULT, guard),
            Redirects.NONE,
            null);
    return dialer.dial(request, mock(Inbox.class)).opened();
  }

  private static void assertNamed(CompletableFuture<Connection> dialled) {
    Exception failed =
        assertThrows(ExecutionException.class, () -> dialled.get(10, TimeUnit.SECONDS));
    DialException failure = assertInstanceOf(DialException.class, failed.getCause());
    String message = failure.getMessage();
    assertTrue(message.endsWith("java.lang.NoClassDefFoundError: thrown/by/a/Test"), message);
  }

  @Test
  void of_a_proxy_selector() {
    ProxyChoice broken =
        url -> {
          throw error();
        };
    assertNamed(dial("ws", DialRequest.AddressGuard.NONE, TlsTerms.DEFAULT, broken));
  }

  @Test
  void of_an_address_guard() {
    DialRequest.AddressGuard broken =
        address -> {
          throw error();
        };
    assertNamed(dial("ws", broken, TlsTerms.DEFAULT, ProxyChoice.DIRECT));
  }

  /** A context whose engine fails in {@code method} while the handshake is in {@code status}. */
  private static SSLContext failing(String method, HandshakeStatus status) {
    SSLSession session =
        mock(SSLSession.class, call -> call.getMethod().getReturnType() == int.class ? 1024 : null);
    SSLEngine engine =
        mock(
            SSLEngine.class,
            call -> {
              String name = call.getMethod().getName();
              if (name.equals(method)) {
                throw error();
              }
              return switch (name) {
                case "getSSLParameters" -> new SSLParameters();
                case "getSession" -> session;
                case "getHandshakeStatus" -> status;
                case "isOutboundDone" -> false;
                default -> null;
              };
            });
    SSLContextSpi spi =
        mock(
            SSLContextSpi.class,
            call -> {
              if (call.getMethod().getName().equals(method)) {
                throw error();
              }
              return engine;
            });
    return new SSLContext(spi, null, "TLS") {};
  }

  @ParameterizedTest
  @CsvSource({
    "engineCreateSSLEngine, NEED_WRAP",
    "getSSLParameters, NEED_WRAP",
    "beginHandshake, NEED_WRAP",
    "getHandshakeStatus, NEED_WRAP",
    "wrap, NEED_WRAP",
    "unwrap, NEED_UNWRAP",
    "getDelegatedTask, NEED_TASK"
  })
  void of_the_tls_that_the_host_gives(String method, HandshakeStatus status) throws Exception {
    TlsTerms terms = new TlsTerms(failing(method, status), null, true);
    CompletableFuture<Connection> dialled =
        dial("wss", DialRequest.AddressGuard.NONE, terms, ProxyChoice.DIRECT);
    try (Socket peer = server.accept()) {
      peer.getOutputStream().write(new byte[] {1, 2, 3});
      assertNamed(dialled);
    }
  }
}
