package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;

/** Connections that are opened and closed at the same time. */
@Timeout(300)
class RacingCloseTest {
  private final Dialer dialer = new Dialer();
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

  private Dialer.Attempt dial(String target) {
    return dialer.dial(new RequestTo(server.url(target)).build(), new BoundedInbox(1));
  }

  private static void closeSomehow(Dialer.Attempt attempt, int how) {
    Connection connection = attempt.connection();
    switch (how) {
      case 0 -> connection.leave(1001);
      case 1 -> connection.drop();
      case 2 -> attempt.opened().thenCompose(open -> open.close(1000, new byte[0])).join();
      default -> attempt.opened().thenAccept(open -> open.leave(1000)).join();
    }
  }

  @Test
  void no_attempt_of_five_hundred_gets_stuck_whenever_it_is_closed() throws Exception {
    Random random = new Random(5);
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Dialer.Attempt attempt = dial(i % 3 == 0 ? "/close" : "/silent");
      ends.add(attempt.opened().handle((open, failure) -> failure));
      ends.add(attempt.connection().gone());
      for (int pause = random.nextInt(200_000); pause > 0; pause--) {
        Thread.onSpinWait();
      }
      closeSomehow(attempt, random.nextInt(4));
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
  }

  @Test
  @Tag("soak")
  void ten_thousand_connections_one_after_the_other_leave_nothing() throws Exception {
    connect(500);
    long heap = heap();
    connect(10_000);
    assertEquals(true, heap() - heap < 1_000_000, "heap grew by " + (heap() - heap));
    assertTrue(SpecRunner.threads().count() <= 6);
  }

  private void connect(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Connection open = dial("/echo").opened().get(5, TimeUnit.SECONDS);
      open.close(1000, new byte[0]).get(5, TimeUnit.SECONDS);
      open.gone().get(5, TimeUnit.SECONDS);
      server.awaitVisit();
    }
  }

  private static long heap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
