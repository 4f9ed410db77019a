package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.wire.CloseInfo;

/** What a peer said before it went away is heard, whatever we were doing. */
@Timeout(120)
class LastWordsTest {
  private static final byte[] CLOSE = HexFormat.of().parseHex("880503e9627965");

  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_close_frame_that_comes_while_we_send_is_not_lost(boolean secure) throws Exception {
    isNotLost(secure, 40);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("soak")
  @Timeout(600)
  void nor_in_many_more_rounds(boolean secure) throws Exception {
    isNotLost(secure, 1000);
  }

  private static void isNotLost(boolean secure, int rounds) throws Exception {
    SSLContext context = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
    RawServer.Talk talk =
        client -> {
          RawServer.upgrade(client);
          client.getInputStream().readNBytes(20_000);
          client.getOutputStream().write(CLOSE);
          client.getOutputStream().flush();
          // What is unread makes this a reset.
        };
    try (RawServer server =
            secure
                ? new RawServer(context.getServerSocketFactory().createServerSocket(0), talk)
                : new RawServer(talk);
        Dialer dialer = new Dialer()) {
      String url = (secure ? "wss" : "ws") + "://127.0.0.1:" + server.port() + "/";
      for (int i = 0; i < rounds; i++) {
        assertEquals(
            new CloseInfo(1001, "bye", true, CloseInfo.Side.PEER),
            endOfFlood(dialer, new RequestTo(url).tls(new TlsTerms(context, null, true))),
            "round " + i);
      }
    }
  }

  private static CloseInfo endOfFlood(Dialer dialer, RequestTo request) throws Exception {
    Connection connection =
        dialer.dial(request.build(), new QueueInbox()).opened().get(20, TimeUnit.SECONDS);
    byte[] data = new byte[10_000];
    CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
    while (!sent.isCompletedExceptionally() && connection.closeInfo() == null) {
      sent = connection.send(false, data);
      CompletableFuture.anyOf(sent, connection.gone())
          .exceptionally(e -> null)
          .get(20, TimeUnit.SECONDS);
    }
    connection.gone().get(20, TimeUnit.SECONDS);
    return connection.closeInfo();
  }

  @Test
  void a_write_timeout_is_the_reason_of_the_end() throws Exception {
    try (RawServer deaf =
            new RawServer(
                client -> {
                  RawServer.upgrade(client);
                  TimeUnit.SECONDS.sleep(20);
                });
        Dialer dialer = new Dialer()) {
      Connection connection =
          dialer
              .dial(
                  new RequestTo(deaf.url()).writeWithin(Duration.ofMillis(200)).build(),
                  new QueueInbox())
              .opened()
              .get(20, TimeUnit.SECONDS);
      byte[] data = "x".repeat(1_000_000).getBytes(UTF_8);
      CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
      while (!sent.isCompletedExceptionally()) {
        sent = connection.send(false, data);
        sent.exceptionally(e -> null).get(20, TimeUnit.SECONDS);
      }
      connection.gone().get(20, TimeUnit.SECONDS);
      assertEquals(
          new CloseInfo(1006, "write timeout", false, CloseInfo.Side.ERROR),
          connection.closeInfo());
    }
  }
}
