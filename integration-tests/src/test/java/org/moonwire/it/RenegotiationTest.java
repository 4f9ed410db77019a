package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.TlsTerms;

/** A server that asks for a second handshake (TLS 1.2) and lets the client wait for it. */
@Timeout(60)
class RenegotiationTest {
  @TempDir private static Path folder;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CompletableFuture<Integer> received = new CompletableFuture<>();
  private final Dialer dialer = new Dialer();
  private ServerSocket listener;
  private SSLContext tls;
  private CompletableFuture<Void> served;

  @BeforeEach
  void start() throws Exception {
    tls = new Certificates(folder).context("ours", "san=ip:127.0.0.1");
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    listener = new ServerSocket(0, 10, here);
    served = CompletableFuture.runAsync(this::serve);
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    listener.close();
    dialer.close();
    served.get(10, TimeUnit.SECONDS);
  }

  private Connection open(Duration writeTimeout) throws Exception {
    RequestTo request =
        new RequestTo("wss://127.0.0.1:" + listener.getLocalPort() + "/")
            .tls(new TlsTerms(tls, null, true))
            .writeWithin(writeTimeout);
    Connection connection =
        dialer.dial(request.build(), new QueueInbox()).opened().get(10, TimeUnit.SECONDS);
    assertTrue(asked.await(10, TimeUnit.SECONDS));
    return connection;
  }

  @Test
  void a_send_fails_at_the_write_timeout() throws Exception {
    Connection connection = open(Duration.ofMillis(300));
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> connection.send(false, new byte[500_000]).get(10, TimeUnit.SECONDS));
    assertEquals("write timeout", failure.getCause().getMessage());
    connection.gone().get(5, TimeUnit.SECONDS);
  }

  @Test
  void a_send_goes_out_once_the_server_goes_on() throws Exception {
    Connection connection = open(Duration.ZERO);
    CompletableFuture<Void> sent = connection.send(false, new byte[500_000]);
    goOn.countDown();
    assertEquals(500_000, received.get(10, TimeUnit.SECONDS));
    sent.get(10, TimeUnit.SECONDS);
    connection.drop();
  }

  private void serve() {
    try (Socket tcp = listener.accept();
        SSLSocket socket =
            (SSLSocket) tls.getSocketFactory().createSocket(tcp, "client", tcp.getPort(), false)) {
      socket.setUseClientMode(false);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      Peer peer = new Peer(socket);
      peer.accept("");
      // Another cipher, or the handshake would only resume the session.
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
      socket.startHandshake();
      while (tcp.getInputStream().available() == 0) {
        Thread.onSpinWait();
      }
      asked.countDown();
      goOn.await(30, TimeUnit.SECONDS);
      received.complete(peer.read().payload().length);
    } catch (IOException e) {
      received.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
