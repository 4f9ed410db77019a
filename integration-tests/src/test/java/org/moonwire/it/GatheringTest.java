package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;

/** Frames of one who answers many messages wait for one another, and never for long. */
@Timeout(60)
class GatheringTest {
  @TempDir private static Path folder;
  private static SSLContext before;
  private static SSLContext trusted;

  private final Dialer dialer = new Dialer();
  private EchoServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    before = SSLContext.getDefault();
    trusted = new Certificates(folder).context("ours", "san=ip:127.0.0.1");
    SSLContext.setDefault(trusted);
  }

  @AfterAll
  static void restoreTheDefault() {
    SSLContext.setDefault(before);
  }

  @AfterEach
  void stop() throws Exception {
    dialer.close();
    if (server != null) {
      server.close();
    }
  }

  private Connection open(boolean tls, String target, AnsweringInbox inbox) throws Exception {
    server = tls ? EchoServer.start(trusted) : EchoServer.start();
    RequestTo request = new RequestTo(server.url(target)).writeWithin(Duration.ofSeconds(1));
    return dialer.dial(request.build(), inbox).opened().get(10, TimeUnit.SECONDS);
  }

  private static void send(Connection connection, AnsweringInbox inbox, String text)
      throws Exception {
    inbox.take();
    connection.send(true, text.getBytes(UTF_8)).get(10, TimeUnit.SECONDS);
  }

  private static void sendNumbers(Connection connection, AnsweringInbox inbox) throws Exception {
    for (int i = 0; i < 1000; i++) {
      send(connection, inbox, "" + i);
    }
  }

  private static void assertNumbersArrive(Visit visit) {
    for (int i = 0; i < 1000; i++) {
      assertEquals("" + i, visit.awaitFrame().text());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_no_other_frame_follows_arrives_all_the_same(boolean tls) throws Exception {
    AnsweringInbox inbox = new AnsweringInbox();
    Connection connection = open(tls, "/silent", inbox);
    sendNumbers(connection, inbox);
    assertNumbersArrive(server.awaitVisit());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void frames_around_the_size_of_a_record_arrive_whole_and_in_order(boolean tls) throws Exception {
    AnsweringInbox inbox = new AnsweringInbox();
    Connection connection = open(tls, "/echo", inbox);
    int[] sizes = {16_370, 10, 16_376, 16_377, 0, 16_384, 16_385, 32_768, 40_000, 70_000, 1};
    for (int size : sizes) {
      for (int i = 0; i < 5; i++) {
        send(connection, inbox, ("" + i).repeat(size));
      }
    }
    for (int size : sizes) {
      for (int i = 0; i < 5; i++) {
        assertEquals(("" + i).repeat(size), inbox.texts.poll(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void a_lone_frame_is_written_by_its_sender_at_once() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AnsweringInbox inbox = new AnsweringInbox(gate);
    Connection connection = open(false, "/greet", inbox);
    // Nobody else can write now.
    assertTrue(inbox.offered.await(10, TimeUnit.SECONDS));
    send(connection, inbox, "alone");
    assertEquals("alone", server.awaitVisit().awaitFrame().text());
    gate.countDown();
  }

  @Test
  void who_waits_for_the_next_message_writes_what_he_has_sent() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AnsweringInbox inbox = new AnsweringInbox(gate);
    Connection connection = open(false, "/greet", inbox);
    assertTrue(inbox.offered.await(10, TimeUnit.SECONDS));
    sendNumbers(connection, inbox);
    inbox.await();
    assertNumbersArrive(server.awaitVisit());
    gate.countDown();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_close_comes_after_what_was_sent_before(boolean tls) throws Exception {
    AnsweringInbox inbox = new AnsweringInbox();
    Connection connection = open(tls, "/silent", inbox);
    sendNumbers(connection, inbox);
    connection.close(4001, "bye".getBytes(UTF_8)).get(10, TimeUnit.SECONDS);
    assertNumbersArrive(server.awaitVisit());
    assertEquals(4001, connection.closeInfo().code());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_drop_loses_nothing_that_was_sent_before(boolean tls) throws Exception {
    AnsweringInbox inbox = new AnsweringInbox();
    Connection connection = open(tls, "/silent", inbox);
    sendNumbers(connection, inbox);
    connection.drop();
    Visit visit = server.awaitVisit();
    assertNumbersArrive(visit);
    assertEquals(1006, visit.awaitEnding().code());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_peer_that_does_not_read_is_given_up_at_the_write_timeout(boolean tls) throws Exception {
    AnsweringInbox inbox = new AnsweringInbox();
    Connection connection = open(tls, "/deaf", inbox);
    String text = "x".repeat(1000);
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> {
              for (int i = 0; i < 1_000_000; i++) {
                send(connection, inbox, text);
              }
            });
    assertEquals("write timeout", failure.getCause().getMessage());
    connection.gone().get(5, TimeUnit.SECONDS);
  }

  @Test
  void the_answers_to_many_messages_share_their_records() throws Exception {
    try (RecordCounter counter = new RecordCounter(trusted);
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", counter.url());
      engine.eval(
          "local c = assert(websocket.connect(url))"
              + " for m in c:messages() do assert(c:send(m.data)) end");
      assertTrue(counter.fewest() <= 3, "at least " + counter.fewest() + " records");
    }
  }
}
