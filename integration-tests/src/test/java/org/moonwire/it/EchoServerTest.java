package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server against the JDK's own client, so that a mistake is not made on both sides. */
class EchoServerTest {
  private EchoServer server;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private WebSocket connect(String path, CompletableFuture<String> firstText) {
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
              firstText.complete(text.toString());
            }
            socket.request(1);
            return null;
          }
        };
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create(server.url(path)), listener)
        .join();
  }

  @Test
  void it_echoes_fragmented_text_in_fragments() throws Exception {
    CompletableFuture<String> echo = new CompletableFuture<>();
    WebSocket socket = connect("/echo?parts=3", echo);
    socket.sendText("hel", false).thenCompose(s -> s.sendText("lo", true)).join();
    assertEquals("hello", echo.get(10, TimeUnit.SECONDS));
    Visit visit = server.awaitVisit();
    assertEquals("hel", visit.awaitFrame().text());
    assertEquals("lo", visit.awaitFrame().text());
  }

  @Test
  void it_records_the_close_code_and_reason() {
    WebSocket socket = connect("/silent", new CompletableFuture<>());
    socket.sendClose(4001, "bye").join();
    assertEquals(new Visit.Ending(true, 4001, "bye"), server.awaitVisit().awaitEnding());
  }

  @Test
  void it_refuses_with_the_status_asked_for() {
    assertThrows(
        CompletionException.class, () -> connect("/status?code=401", new CompletableFuture<>()));
  }

  @Test
  void it_records_a_connection_that_is_dropped() {
    WebSocket socket = connect("/silent", new CompletableFuture<>());
    socket.abort();
    assertEquals(new Visit.Ending(false, 1006, ""), server.awaitVisit().awaitEnding());
  }
}
