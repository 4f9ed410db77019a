package org.moonwire.engine.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The end of a channel that never waits. */
class FeedTest {
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(20);

  private final Recorder heard = new Recorder();

  private static final class Recorder implements Feed.Listener {
    final List<String> calls = new ArrayList<>();
    int waits;
    final CountDownLatch abandoned = new CountDownLatch(1);

    @Override
    public void room() {
      calls.add("room");
    }

    @Override
    public void awaited() {
      waits++;
    }

    @Override
    public void closed() {
      calls.add("closed");
    }

    @Override
    public void abandoned() {
      abandoned.countDown();
    }
  }

  @Test
  void values_go_in_while_there_is_room() {
    Channel channel = new Channel(2);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 1) && feed.offer("b", 1));
    assertFalse(feed.offer("c", 1));
    assertEquals("a", channel.poll().value());
    assertEquals("b", channel.poll().value());
    assertNull(channel.poll());
  }

  @Test
  void room_is_told_when_half_of_the_channel_is_empty() {
    Channel channel = new Channel(4);
    Feed feed = channel.feed(100, heard);
    for (int i = 0; i < 4; i++) {
      assertTrue(feed.offer(i, 1));
    }
    assertFalse(feed.offer(4, 1));
    channel.poll();
    assertEquals(List.of(), heard.calls);
    channel.poll();
    assertEquals(List.of("room"), heard.calls);
  }

  @Test
  void a_quiet_offer_serves_a_receiver_that_goes_on_when_it_is_woken() {
    Channel channel = new Channel(4);
    Feed feed = channel.feed(100, heard);
    Waiter receiver =
        new Waiter() {
          @Override
          public void wake() {
            heard.calls.add("woken");
          }
        };
    ChannelCore.attempt(List.of(Case.receive(channel)), true, receiver);
    assertTrue(feed.offerQuietly("a", 1) && feed.offerQuietly("b", 1));
    assertEquals(List.of(), heard.calls);
    feed.wake();
    assertEquals(List.of("woken"), heard.calls);
    assertEquals("a", receiver.value());
    assertEquals("b", channel.poll().value());
  }

  @Test
  void quiet_values_come_in_order_and_as_many_as_there_is_room_for() {
    Channel channel = new Channel(80);
    Feed feed = channel.feed(1000, heard);
    int taken = 0;
    while (feed.offerQuietly(taken, 1)) {
      taken++;
    }
    feed.wake();
    assertEquals(80, taken);
    assertEquals(80, channel.size());
    for (int i = 0; i < 80; i++) {
      assertEquals(i, channel.poll().value());
    }
    assertEquals(List.of("room"), heard.calls);
  }

  @Test
  void quiet_values_weigh_no_more_than_their_limit_together() {
    Channel channel = new Channel(80);
    Feed feed = channel.feed(100, heard);
    for (int i = 0; i < 10; i++) {
      assertTrue(feed.offerQuietly(i, 10));
    }
    assertEquals(100, feed.weight());
    assertFalse(feed.offerQuietly("more", 1));
    feed.wake();
    assertEquals(100, feed.weight());
    assertEquals(10, channel.size());
  }

  @Test
  void no_quiet_value_is_lost_or_overtaken_while_threads_receive() throws Exception {
    int count = 100_000;
    Channel channel = new Channel(50);
    Semaphore room = new Semaphore(0);
    Feed feed = channel.feed(1000, new RoomListener(room));
    List<FutureTask<Integer>> receivers = List.of(receiver(channel), receiver(channel));
    receivers.forEach(task -> new Thread(task).start());
    for (int i = 0; i < count; i++) {
      while (!feed.offerQuietly(i, 1)) {
        feed.wake();
        assertTrue(room.tryAcquire(WAIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
      }
      if (i % 97 == 0) {
        feed.wake();
      }
    }
    feed.wake();
    feed.close();
    int received = 0;
    for (FutureTask<Integer> task : receivers) {
      received += task.get(WAIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
    assertEquals(count, received);
    assertEquals(0, feed.weight());
    assertFalse(feed.hasValues());
  }

  /** Receives until the end, and counts. */
  private static FutureTask<Integer> receiver(Channel channel) {
    return new FutureTask<>(
        () -> {
          int last = -1;
          int count = 0;
          for (Received next = channel.receive(WAIT_TIMEOUT);
              next.ok();
              next = channel.receive(WAIT_TIMEOUT)) {
            assertTrue((int) next.value() > last);
            last = (int) next.value();
            count++;
          }
          return count;
        });
  }

  private record RoomListener(Semaphore news) implements Feed.Listener {
    @Override
    public void room() {
      news.release();
    }

    @Override
    public void closed() {}

    @Override
    public void abandoned() {}
  }

  @Test
  void a_receiver_that_has_to_wait_is_told_of() throws Exception {
    Channel channel = new Channel(4);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 1));
    assertEquals("a", channel.poll().value());
    assertNull(channel.poll());
    assertEquals(0, heard.waits);
    ChannelCore.attempt(List.of(Case.receive(channel)), true, new ThreadWaiter());
    assertEquals(1, heard.waits);
  }

  @Test
  void a_feed_knows_what_of_its_values_is_left_and_taken() {
    Channel channel = new Channel(4);
    Feed feed = channel.feed(100, heard);
    assertFalse(feed.hasValues());
    assertTrue(feed.offer("a", 1) && feed.offer("b", 1));
    channel.poll();
    assertTrue(feed.hasValues());
    channel.poll();
    assertFalse(feed.hasValues());
    assertEquals(2, feed.taken());
  }

  @Test
  void room_is_told_once_for_each_refusal() {
    Channel channel = new Channel(1);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 1));
    assertFalse(feed.offer("b", 1));
    assertEquals("a", channel.poll().value());
    assertEquals(List.of("room"), heard.calls);
    assertTrue(feed.offer("b", 1));
    assertEquals("b", channel.poll().value());
    assertEquals(List.of("room"), heard.calls);
  }

  @Test
  void a_blocked_sender_that_takes_the_room_is_not_announced_as_room() throws Exception {
    Channel channel = new Channel(1);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 1));
    ChannelCore.attempt(List.of(Case.send(channel, "sender")), true, new ThreadWaiter());
    assertFalse(feed.offer("b", 1));
    assertEquals("a", channel.poll().value());
    assertEquals(List.of(), heard.calls);
    assertEquals("sender", channel.poll().value());
    assertEquals(List.of("room"), heard.calls);
  }

  @Test
  void the_weights_of_what_nobody_has_taken_are_bounded() {
    Channel channel = new Channel(10);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 60) && feed.offer("b", 40));
    assertFalse(feed.offer("c", 61));
    assertEquals("a", channel.poll().value());
    assertEquals(List.of(), heard.calls);
    assertEquals("b", channel.poll().value());
    assertEquals(List.of("room"), heard.calls);
    assertTrue(feed.offer("c", 61));
  }

  @Test
  void one_value_alone_fits_whatever_it_weighs() {
    Channel channel = new Channel(10);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 1000));
    assertFalse(feed.offer("b", 0));
    assertThrows(IllegalArgumentException.class, () -> feed.offer("c", -1));
  }

  @Test
  void a_receiver_that_comes_to_an_unbuffered_channel_is_room() throws Exception {
    Channel channel = new Channel(0);
    Feed[] feed = {null};
    feed[0] =
        channel.feed(
            100,
            new Feed.Listener() {
              @Override
              public void room() {
                heard.room();
                assertTrue(feed[0].offer("x", 1));
              }

              @Override
              public void closed() {}

              @Override
              public void abandoned() {}
            });
    assertFalse(feed[0].offer("x", 1));
    assertEquals("x", channel.receive(WAIT_TIMEOUT).value());
    assertEquals(List.of("room"), heard.calls);
  }

  @Test
  void a_waiting_receiver_gets_the_value_at_once() throws Exception {
    Channel channel = new Channel(0);
    Feed feed = channel.feed(100, heard);
    ThreadWaiter receiver = new ThreadWaiter();
    List<Case> cases = List.of(Case.receive(channel));
    assertEquals(OperationStatus.PENDING, ChannelCore.attempt(cases, true, receiver));
    assertTrue(feed.offer("x", 1));
    receiver.await(WAIT_TIMEOUT);
    assertEquals("x", receiver.received(cases).value());
  }

  @Test
  void closing_by_others_is_heard_once() {
    Channel channel = new Channel(1);
    Feed feed = channel.feed(100, heard);
    channel.close();
    channel.close();
    assertEquals(List.of("closed"), heard.calls);
    assertTrue(feed.isEnded());
    assertFalse(feed.offer("x", 1));
  }

  @Test
  void a_feed_of_a_closed_channel_hears_so() {
    Channel channel = new Channel(1);
    channel.close();
    assertTrue(channel.feed(100, heard).isEnded());
    assertEquals(List.of("closed"), heard.calls);
  }

  @Test
  void closing_the_feed_closes_the_channel_behind_the_values_and_is_not_heard() {
    Channel channel = new Channel(2);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("last", 1));
    feed.close();
    assertEquals("last", channel.poll().value());
    assertFalse(channel.poll().ok());
    assertEquals(List.of(), heard.calls);
  }

  @Test
  void an_end_with_an_error_is_told_behind_the_values_to_who_comes_and_who_waits()
      throws Exception {
    Channel channel = new Channel(2);
    Feed feed = channel.feed(100, heard);
    assertTrue(feed.offer("a", 1));
    feed.close("why");
    assertEquals(new Received(channel, 0, "a", true), channel.poll());
    for (int i = 0; i < 2; i++) {
      assertEquals(new Received(channel, 0, null, false, "why"), channel.poll());
    }
    Channel waitedFor = new Channel(0);
    Feed late = waitedFor.feed(100, heard);
    FutureTask<Received> receiver = new FutureTask<>(() -> waitedFor.receive(WAIT_TIMEOUT));
    new Thread(receiver).start();
    while (!late.isAwaited()) {
      Thread.onSpinWait();
    }
    late.close("why");
    assertEquals("why", receiver.get().error());
  }

  @Test
  void who_has_a_channel_made_by_a_feed_has_the_feeds_channel_too() throws Exception {
    Feed feed = new Channel(1).feed(100, heard);
    Channel made = feed.newChannel(3);
    try {
      assertEquals(3, made.capacity());
      for (int i = 0; i < 5; i++) {
        System.gc();
      }
      assertEquals(1, heard.abandoned.getCount());
    } finally {
      Reference.reachabilityFence(made);
    }
    made = null;
    while (!heard.abandoned.await(10, TimeUnit.MILLISECONDS)) {
      System.gc();
    }
    assertNull(feed.newChannel(3));
  }

  @Test
  void the_listener_is_called_without_a_lock_held() throws Exception {
    Channel channel = new Channel(1);
    boolean[] free = {false};
    Feed feed =
        channel.feed(
            100,
            new Feed.Listener() {
              @Override
              public void room() {
                Thread other = new Thread(channel::size);
                other.start();
                try {
                  other.join(WAIT_TIMEOUT.toMillis());
                  free[0] = !other.isAlive();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void closed() {}

              @Override
              public void abandoned() {}
            });
    assertTrue(feed.offer("a", 1) && !feed.offer("b", 1));
    assertEquals("a", channel.poll().value());
    assertTrue(free[0]);
  }

  private Feed feedOfNobody() throws TimeoutException, InterruptedException {
    Channel channel = new Channel(1);
    Feed feed = channel.feed(100, heard);
    channel.send("x", WAIT_TIMEOUT);
    return feed;
  }

  @Test
  void a_channel_that_nobody_reaches_is_heard_of() throws Exception {
    Feed feed = feedOfNobody();
    long deadline = System.nanoTime() + WAIT_TIMEOUT.toNanos();
    do {
      System.gc();
    } while (!heard.abandoned.await(10, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
    assertEquals(0, heard.abandoned.getCount());
    assertTrue(feed.isEnded());
    assertFalse(feed.offer("y", 1));
  }
}
