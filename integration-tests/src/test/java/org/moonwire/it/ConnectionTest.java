package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.net.Way;
import org.moonwire.websocket.wire.CloseInfo;

/** The connection below the Lua module, against the echo server. */
@Timeout(20)
class ConnectionTest {
  private final Dialer dialer = new Dialer();
  private final QueueInbox inbox = new QueueInbox();
  private EchoServer server;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    dialer.close();
  }

  private DialRequest request(
      boolean secure, int port, String target, Duration dial, Duration read) {
    WebSocketUrl url =
        WebSocketUrl.parse((secure ? "wss" : "ws") + "://127.0.0.1:" + port + target);
    return new DialRequest(
        url,
        List.of(),
        List.of("a"),
        false,
        new DialRequest.Timeouts(
            dial, read, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5)),
        1024,
        null,
        TlsTerms.DEFAULT,
        Way.DIRECT,
        Redirects.NONE,
        null);
  }

  private Connection open(DialRequest request) throws Exception {
    return dialer.dial(request, inbox).opened().get(10, TimeUnit.SECONDS);
  }

  private Connection open(String target) throws Exception {
    return open(request(false, server.port(), target, Duration.ofSeconds(5), Duration.ZERO));
  }

  private DialException refusal(DialRequest request) {
    ExecutionException failure = assertThrows(ExecutionException.class, () -> open(request));
    return (DialException) failure.getCause();
  }

  @Test
  void text_comes_back_from_an_echo_in_fragments() throws Exception {
    Connection connection = open("/echo?parts=3");
    connection.send(true, "hello".getBytes(UTF_8)).get(5, TimeUnit.SECONDS);
    assertEquals("hello", inbox.take());
    connection.drop();
  }

  @ParameterizedTest
  @CsvSource({"1000,''", "1011,Processing failed", "1012,later", "1013,x", "1014,y", "4999,z"})
  void code_and_reason_reach_the_server(int code, String reason) throws Exception {
    Connection connection = open("/echo");
    Visit visit = server.awaitVisit();
    connection.close(code, reason.getBytes(UTF_8)).get(5, TimeUnit.SECONDS);
    assertEquals(new Visit.Ending(true, code, reason), visit.awaitEnding());
    assertEquals(new CloseInfo(code, reason, true, CloseInfo.Side.LOCAL), connection.closeInfo());
    connection.gone().get(5, TimeUnit.SECONDS);
  }

  @Test
  void close_1005_is_an_empty_close_frame() throws Exception {
    Connection connection = open("/echo");
    connection.close(1005, new byte[0]).get(5, TimeUnit.SECONDS);
    assertEquals(new Visit.Ending(true, 1005, ""), server.awaitVisit().awaitEnding());
  }

  @ParameterizedTest
  @ValueSource(ints = {1004, 1006, 1015, 1016, 2999})
  void a_code_that_may_not_be_sent_drops_the_connection(int code) throws Exception {
    Connection connection = open("/echo");
    connection.close(code, new byte[0]).get(5, TimeUnit.SECONDS);
    assertEquals(new Visit.Ending(false, 1006, ""), server.awaitVisit().awaitEnding());
  }

  @Test
  void close_reaches_a_server_that_is_flooding_us() throws Exception {
    Connection connection = open("/flood?count=20000&size=100");
    Visit visit = server.awaitVisit();
    connection.close(4001, "enough".getBytes(UTF_8)).get(5, TimeUnit.SECONDS);
    assertEquals(new Visit.Ending(true, 4001, "enough"), visit.awaitEnding());
  }

  @Test
  void the_code_of_the_server_is_echoed_and_known() throws Exception {
    Connection connection = open("/close?code=1014&reason=proxy&after=1");
    inbox.ended.get(5, TimeUnit.SECONDS);
    assertEquals("message 1", inbox.take());
    assertEquals(new CloseInfo(1014, "proxy", true, CloseInfo.Side.PEER), connection.closeInfo());
    assertEquals(new Visit.Ending(true, 1014, "proxy"), server.awaitVisit().awaitEnding());
  }

  @Test
  void a_lost_connection_is_1006() throws Exception {
    Connection connection = open("/close?drop=1");
    inbox.ended.get(5, TimeUnit.SECONDS);
    assertEquals(new CloseInfo(1006, "", false, CloseInfo.Side.ERROR), connection.closeInfo());
  }

  @ParameterizedTest
  @CsvSource({
    "1009,/flood?count=1&size=1025",
    "1009,/flood?count=1000&size=100000",
    "1002,/raw?hex=c100",
    "1007,/raw?hex=8102c328"
  })
  void a_broken_server_is_told_why(int code, String target) throws Exception {
    open(target);
    assertEquals(code, server.awaitVisit().awaitEnding().code());
    inbox.ended.get(5, TimeUnit.SECONDS);
  }

  @Test
  void a_read_timeout_ends_with_1001() throws Exception {
    long start = System.nanoTime();
    open(
        request(
            false,
            server.port(),
            "/ping?count=3&every=20&report=0",
            Duration.ofSeconds(5),
            Duration.ofMillis(150)));
    assertEquals(new Visit.Ending(true, 1001, "read timeout"), server.awaitVisit().awaitEnding());
    assertTrue(System.nanoTime() - start >= 150_000_000L);
  }

  @Test
  void messages_in_time_keep_the_connection_open() throws Exception {
    Connection connection =
        open(
            request(
                false,
                server.port(),
                "/flood?count=8&every=50&close=1000",
                Duration.ofSeconds(5),
                Duration.ofMillis(300)));
    inbox.ended.get(5, TimeUnit.SECONDS);
    assertEquals(CloseInfo.Side.PEER, connection.closeInfo().by());
  }

  @Test
  void sending_after_the_end_fails() throws Exception {
    Connection connection = open("/close");
    connection.gone().get(5, TimeUnit.SECONDS);
    ExecutionException failure =
        assertThrows(
            ExecutionException.class, () -> connection.ping(new byte[0]).get(5, TimeUnit.SECONDS));
    assertEquals(ConnectionClosedException.class, failure.getCause().getClass());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_silent_listener_runs_into_the_dial_timeout(boolean secure) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      DialException failure =
          refusal(
              request(secure, silent.getLocalPort(), "/", Duration.ofMillis(50), Duration.ZERO));
      assertEquals("dial timeout of 50ms exceeded", failure.getMessage());
    }
  }

  @Test
  void a_full_backlog_runs_into_the_dial_timeout() throws Exception {
    List<Socket> fillers = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) {
        Socket filler = new Socket();
        fillers.add(filler);
        Thread thread = new Thread(() -> connectQuietly(filler, full));
        thread.setDaemon(true);
        thread.start();
        thread.join(200);
      }
      DialException failure =
          refusal(request(false, full.getLocalPort(), "/", Duration.ofMillis(50), Duration.ZERO));
      assertEquals("dial timeout of 50ms exceeded", failure.getMessage());
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
    }
  }

  private static void connectQuietly(Socket socket, ServerSocket to) {
    try {
      socket.connect(new InetSocketAddress(to.getInetAddress(), to.getLocalPort()));
    } catch (IOException e) {
      // The last fillers wait until the test closes them: that is how the backlog is known to be
      // full.
      assertTrue(socket.isClosed());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/status?code=401|the server answered with status 401",
        "/status?code=302|the server answered with status 302; redirects are not followed",
        "/nowhere|the server answered with status 404",
        "/subprotocol?pick=z|the server picked a subprotocol that was not offered: `z`",
        "/extension?pick=x-own|the server uses an extension that was not offered: `x-own`",
      })
  void a_bad_answer_is_named(String target, String message) {
    DialException failure =
        refusal(request(false, server.port(), target, Duration.ofSeconds(5), Duration.ZERO));
    assertEquals(message, failure.getMessage());
  }

  /** If each of them waited a second for its loop, the time of the test would be up. */
  @Test
  void closing_after_a_refusal_waits_for_nothing() throws Exception {
    DialRequest refused =
        request(false, server.port(), "/status?code=401", Duration.ofSeconds(5), Duration.ZERO);
    for (int i = 0; i < 40; i++) {
      try (Dialer another = new Dialer()) {
        CompletableFuture<Connection> opened = another.dial(refused, inbox).opened();
        assertThrows(ExecutionException.class, () -> opened.get(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void a_wrong_accept_key_is_refused() {
    DialException failure =
        refusal(request(false, server.port(), "/badaccept", Duration.ofSeconds(5), Duration.ZERO));
    assertTrue(failure.getMessage().contains("Sec-WebSocket-Key"), failure.getMessage());
  }

  @Test
  void the_status_and_the_body_of_a_refusal_are_kept() {
    DialException failure =
        refusal(
            request(
                false, server.port(), "/status?code=403", Duration.ofSeconds(5), Duration.ZERO));
    assertEquals(403, failure.status());
    assertEquals("you shall not pass", failure.body());
  }
}
