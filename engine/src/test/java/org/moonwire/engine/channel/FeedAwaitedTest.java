package org.moonwire.engine.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a feed knows that its values were looked at. */
@Timeout(20)
class FeedAwaitedTest {
  private final Channel channel = new Channel(2);
  private final Feed feed =
      channel.feed(
          100,
          new Feed.Listener() {
            @Override
            public void room() {}

            @Override
            public void closed() {}

            @Override
            public void abandoned() {}
          });

  private void awaitReceiver() {
    while (!feed.isAwaited()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_channel_that_nobody_receives_from_is_not_awaited() {
    assertFalse(feed.isAwaited());
  }

  @Test
  void a_channel_with_a_value_in_it_is_not_awaited() {
    feed.offer("x", 1);
    assertFalse(feed.isAwaited());
  }

  @Test
  void it_is_awaited_while_somebody_waits_and_no_longer_when_he_got_something() throws Exception {
    CompletableFuture<Object> got = new CompletableFuture<>();
    Thread receiver =
        new Thread(
            () -> {
              try {
                got.complete(channel.receive(Duration.ofSeconds(10)).value());
              } catch (InterruptedException | TimeoutException e) {
                got.completeExceptionally(e);
              }
            });
    receiver.start();
    awaitReceiver();
    assertTrue(feed.offer("x", 1));
    assertFalse(feed.isAwaited());
    assertEquals("x", got.get(10, TimeUnit.SECONDS));
  }

  @Test
  void a_closed_channel_keeps_nobody_waiting() {
    channel.close();
    assertTrue(feed.isAwaited());
  }
}
