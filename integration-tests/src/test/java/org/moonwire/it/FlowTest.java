package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.wire.CloseInfo;

/** Who is slow is waited for, within bounds, and nobody else is. */
@Timeout(60)
class FlowTest {
  private final Dialer dialer = new Dialer();
  private final List<Connection> open = new ArrayList<>();
  private EchoServer server;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    open.forEach(Connection::drop);
    dialer.close();
  }

  private RequestTo request(String target) {
    return new RequestTo(server.url(target));
  }

  private Connection open(RequestTo request, BoundedInbox inbox) throws Exception {
    Connection connection = dialer.dial(request.build(), inbox).opened().get(10, TimeUnit.SECONDS);
    open.add(connection);
    return connection;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 10_000})
  void nothing_is_lost_on_the_way_to_a_slow_consumer(int capacity) throws Exception {
    BoundedInbox inbox = new BoundedInbox(capacity);
    open(request("/flood?count=20000&size=20&close=1000"), inbox);
    for (int i = 1; i <= 20_000; i++) {
      assertTrue(inbox.take().startsWith(i + " "), "message " + i);
    }
    assertTrue(inbox.ended.get(5, TimeUnit.SECONDS));
  }

  @Test
  void consumers_that_take_nothing_do_not_hold_up_another_one() throws Exception {
    for (int i = 0; i < 64; i++) {
      open(request("/flood?count=100000&size=1000"), new BoundedInbox(1));
    }
    BoundedInbox inbox = new BoundedInbox(1);
    Connection quick = open(request("/echo"), inbox);
    for (int i = 0; i < 100; i++) {
      quick.send(true, "quick".getBytes(UTF_8)).get(5, TimeUnit.SECONDS);
      assertEquals("quick", inbox.take());
    }
  }

  @Test
  void what_arrived_before_the_connection_was_lost_is_delivered() throws Exception {
    BoundedInbox inbox = new BoundedInbox(1);
    Connection connection = open(request("/close?after=1000&drop=1"), inbox);
    for (int i = 1; i <= 1000; i++) {
      assertEquals("message " + i, inbox.take());
    }
    assertTrue(inbox.ended.get(5, TimeUnit.SECONDS));
    assertEquals(1006, connection.closeInfo().code());
  }

  @Test
  void a_peer_that_does_not_read_makes_a_send_fail_at_the_write_timeout() throws Exception {
    BoundedInbox inbox = new BoundedInbox(1);
    Connection connection = open(request("/deaf").writeWithin(Duration.ofMillis(200)), inbox);
    byte[] message = new byte[1_000_000];
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                connection.send(false, message).get(10, TimeUnit.SECONDS);
              }
            });
    assertEquals("write timeout", failure.getCause().getMessage());
    assertTrue(inbox.ended.get(5, TimeUnit.SECONDS));
    connection.gone().get(5, TimeUnit.SECONDS);
  }

  @Test
  void a_sender_waits_for_a_peer_that_does_not_read() throws Exception {
    Connection connection = open(request("/deaf"), new BoundedInbox(1));
    CompletableFuture<Void> sent = connection.send(false, new byte[50_000_000]);
    assertThrows(TimeoutException.class, () -> sent.get(200, TimeUnit.MILLISECONDS));
    connection.drop();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> sent.get(5, TimeUnit.SECONDS));
    assertEquals(ConnectionClosedException.class, failure.getCause().getClass());
  }

  @Test
  void a_connection_that_ends_does_not_wait_for_the_message_being_compressed() throws Exception {
    RequestTo request = request("/deaf?deflate=1").compressed();
    Connection connection = open(request, new BoundedInbox(1));
    byte[] message = new byte[20_000_000];
    new Random(1).nextBytes(message);
    FutureTask<CompletableFuture<Void>> sending =
        new FutureTask<>(() -> connection.send(false, message));
    Thread sender = new Thread(sending);
    sender.start();
    while (!isCompressing(sender)) {
      Thread.onSpinWait();
    }
    connection.drop();
    connection.gone().get(10, TimeUnit.SECONDS);
    assertFalse(sending.isDone());
    CompletableFuture<Void> sent = sending.get(30, TimeUnit.SECONDS);
    assertThrows(ExecutionException.class, () -> sent.get(5, TimeUnit.SECONDS));
  }

  private static boolean isCompressing(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(Deflater.class.getName()));
  }

  @Test
  void messages_of_all_sizes_come_back_in_order() throws Exception {
    BoundedInbox inbox = new BoundedInbox(10_000);
    Connection connection = open(request("/echo"), inbox);
    List<Integer> sizes = new ArrayList<>(List.of(0, 1, 125, 126, 65535, 65536, 3_000_000, 5));
    for (int i = 0; i < 3000; i++) {
      sizes.add(i);
    }
    CompletableFuture<Void> sent = null;
    for (int size : sizes) {
      sent = connection.send(true, "x".repeat(size).getBytes(UTF_8));
    }
    sent.get(10, TimeUnit.SECONDS);
    for (int size : sizes) {
      assertEquals(size, inbox.take().length());
    }
    assertEquals(sizes.size(), connection.stats().messagesIn());
    assertEquals(connection.stats().bytesOut(), connection.stats().bytesIn());
  }

  @Test
  void a_ping_is_answered_and_timed() throws Exception {
    Connection connection = open(request("/echo"), new BoundedInbox(1));
    Duration time = connection.ping(new byte[] {1}, Duration.ofSeconds(5)).get(5, TimeUnit.SECONDS);
    assertTrue(time.toNanos() > 0);
    assertEquals(time, connection.stats().lastRoundTrip());
  }

  @Test
  void a_ping_without_answer_is_given_up() throws Exception {
    Connection connection = open(request("/deaf"), new BoundedInbox(1));
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> connection.ping(new byte[0], Duration.ofMillis(50)).get(5, TimeUnit.SECONDS));
    assertEquals(TimeoutException.class, failure.getCause().getClass());
  }

  @Test
  void keepalive_notices_a_peer_that_is_gone_and_not_one_that_is_there() throws Exception {
    BoundedInbox inbox = new BoundedInbox(1);
    Duration soon = Duration.ofMillis(50);
    Connection alive = open(request("/echo").keepAlive(soon, soon.multipliedBy(40)), inbox);
    Connection dead = open(request("/deaf").keepAlive(soon, soon), new BoundedInbox(1));
    dead.gone().get(5, TimeUnit.SECONDS);
    assertEquals(
        new CloseInfo(1006, "keepalive timeout", false, CloseInfo.Side.ERROR), dead.closeInfo());
    while (alive.stats().lastRoundTrip() == null) {
      Thread.onSpinWait();
    }
    alive.send(true, "still".getBytes(UTF_8)).get(5, TimeUnit.SECONDS);
    assertEquals("still", inbox.take());
  }

  @Test
  void the_clocks_stand_still_while_the_consumer_has_no_room() throws Exception {
    BoundedInbox inbox = new BoundedInbox(1);
    Connection connection =
        open(
            request("/flood?count=20&close=1000")
                .readWithin(Duration.ofMillis(200))
                .keepAlive(Duration.ofMillis(100), Duration.ofMillis(200)),
            inbox);
    assertThrows(TimeoutException.class, () -> connection.gone().get(1, TimeUnit.SECONDS));
    for (int i = 1; i <= 20; i++) {
      assertEquals("" + i, inbox.take());
    }
    assertTrue(inbox.ended.get(5, TimeUnit.SECONDS));
    assertEquals(CloseInfo.Side.PEER, connection.closeInfo().by());
  }

  @Test
  void the_next_address_is_tried_while_one_is_silent() throws Exception {
    // The guard sees every address of the name before any of them is dialled.
    List<InetAddress> seen = new ArrayList<>();
    String url = "ws://localhost:" + server.port() + "/echo";
    Connection connection = open(new RequestTo(url).guardedBy(seen::add), new BoundedInbox(1));
    assertTrue(seen.contains(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})), "" + seen);
    assertNotNull(connection.response().headers().get("sec-websocket-accept"));
  }
}
