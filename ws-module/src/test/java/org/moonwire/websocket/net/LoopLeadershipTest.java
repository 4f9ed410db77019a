package org.moonwire.websocket.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that waits for what a loop brings stands in for the loop's own, and no longer. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopLeadershipTest {
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private final List<Peer> peers = new ArrayList<>();
  private final AtomicReference<Thread> follower = new AtomicReference<>();
  private EventLoops loops;
  private EventLoop loop;

  /** However long it takes: every wait is one. */
  private void start(long lease) {
    loops = new EventLoops(() -> new LoopLeadership(lease, -1));
    loop = loops.next();
  }

  @AfterEach
  void close() throws IOException {
    for (Peer peer : peers) {
      peer.pipe.source().close();
      peer.pipe.sink().close();
    }
    loops.close();
  }

  /** Bytes that come through the loop to the thread that waits for them. */
  private final class Peer implements EventLoop.Ready {
    final LinkedBlockingQueue<Thread> served = new LinkedBlockingQueue<>();
    final CompletableFuture<Exception> failure = new CompletableFuture<>();
    private final Pipe pipe = Pipe.open();
    volatile Runnable onByte = () -> {};

    Peer() throws Exception {
      peers.add(this);
      pipe.source().configureBlocking(false);
      onLoop(() -> loop.register(pipe.source(), SelectionKey.OP_READ, this));
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      ByteBuffer in = loop.input().limit(1);
      pipe.source().read(in);
      loop.hasRead(1);
      onByte.run();
      served.add(Thread.currentThread());
    }

    @Override
    public void failed(Exception met) {
      failure.complete(met);
    }

    void send() throws IOException {
      pipe.sink().write(ByteBuffer.allocate(1));
    }

    /** As a script waits: in the loop's place if that may be, else until the loop wakes it. */
    Thread receive() throws Exception {
      follower.set(Thread.currentThread());
      loop.runAsFollower(() -> !served.isEmpty());
      follower.set(null);
      return served.take();
    }

    /** Ends when the loop is led by the calling thread. */
    void converse() throws Exception {
      do {
        send();
      } while (receive() != Thread.currentThread());
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private Thread onLoop(Action action) throws Exception {
    CompletableFuture<Thread> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            action.run();
            done.complete(Thread.currentThread());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(10, TimeUnit.SECONDS);
  }

  /** Has another thread act while this one is in the loop's place. */
  private Thread whileFollower(Action action) {
    Thread me = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              while (follower.get() != me || !loop.isRunBy(me)) {
                Thread.onSpinWait();
              }
              try {
                action.run();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    other.start();
    return other;
  }

  @Test
  void who_always_waits_for_the_next_message_fetches_it_himself() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    peer.converse();
    for (int i = 0; i < 100; i++) {
      peer.send();
      assertSame(Thread.currentThread(), peer.receive());
    }
  }

  @Test
  void on_its_thread_it_is_the_loop() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    peer.converse();
    assertFalse(loop.isCurrent());
    AtomicReference<Boolean> current = new AtomicReference<>();
    peer.onByte = () -> current.set(loop.isCurrent());
    peer.send();
    assertSame(Thread.currentThread(), peer.receive());
    assertEquals(true, current.get());
  }

  @Test
  void a_task_brings_the_own_thread_back_from_aside() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    peer.converse();
    assertNotSame(Thread.currentThread(), onLoop(() -> {}));
  }

  @Test
  void a_task_brings_the_own_thread_back_from_a_guest() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    peer.converse();
    Thread other = whileFollower(() -> assertNotSame(follower.get(), onLoop(() -> {})));
    loop.runAsFollower(
        () -> {
          follower.set(Thread.currentThread());
          return false;
        });
    other.join();
    assertFalse(loop.isCurrent());
  }

  @Test
  void who_stays_away_is_not_waited_for() throws Exception {
    start(SHORT);
    Peer peer = new Peer();
    Peer another = new Peer();
    peer.converse();
    another.send();
    assertNotSame(Thread.currentThread(), another.served.take());
  }

  @Test
  void who_waits_too_long_waits_without_the_loop() throws Exception {
    start(SHORT);
    Peer peer = new Peer();
    peer.converse();
    loop.runAsFollower(() -> false);
    peer.send();
    assertNotSame(Thread.currentThread(), peer.served.take());
  }

  @Test
  void alarms_ring_while_a_guest_waits() throws Exception {
    start(SHORT);
    Peer peer = new Peer();
    peer.converse();
    CompletableFuture<Thread> rung = new CompletableFuture<>();
    peer.onByte = () -> loop.schedule(1, () -> rung.complete(Thread.currentThread()));
    peer.send();
    peer.receive();
    loop.runAsFollower(() -> false);
    assertNotSame(Thread.currentThread(), rung.get(10, TimeUnit.SECONDS));
  }

  @Test
  void an_interrupt_ends_the_wait_and_no_channel() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    peer.converse();
    Thread me = Thread.currentThread();
    Thread other = whileFollower(me::interrupt);
    follower.set(me);
    loop.runAsFollower(() -> false);
    assertTrue(Thread.interrupted());
    other.join();
    peer.send();
    assertNotSame(me, peer.served.take());
  }

  @Test
  void the_end_of_all_ends_the_wait() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    Thread own = onLoop(() -> {});
    peer.converse();
    Thread other =
        whileFollower(
            () -> {
              peer.pipe.source().close();
              loops.close();
            });
    follower.set(Thread.currentThread());
    loop.runAsFollower(() -> false);
    other.join();
    own.join();
    assertFalse(own.isAlive());
  }

  @Test
  void what_is_for_others_is_left_to_the_own_thread() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    Peer another = new Peer();
    peer.converse();
    another.send();
    loop.runAsFollower(() -> !peer.served.isEmpty());
    assertSame(Thread.currentThread(), another.served.take());
    another.send();
    assertNotSame(Thread.currentThread(), another.served.take());
  }

  @Test
  void two_who_wait_are_both_woken_by_the_own_thread() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    peer.converse();
    Thread other = whileFollower(() -> loop.runAsFollower(() -> false));
    follower.set(Thread.currentThread());
    loop.runAsFollower(() -> false);
    other.join();
    peer.send();
    assertNotSame(Thread.currentThread(), peer.served.take());
  }

  @Test
  void two_who_take_turns_are_no_conversation() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    for (int i = 0; i < 100; i++) {
      Thread other = new Thread(() -> loop.runAsFollower(() -> false));
      other.start();
      other.join();
      peer.send();
      assertNotSame(other, peer.served.take());
      peer.send();
      assertNotSame(Thread.currentThread(), peer.receive());
    }
  }

  @Test
  void an_error_ends_the_channel_that_met_it_and_no_other() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    Peer another = new Peer();
    peer.converse();
    peer.onByte =
        () -> {
          throw new StackOverflowError("thrown by a test");
        };
    peer.send();
    loop.runAsFollower(peer.failure::isDone);
    assertEquals("java.lang.StackOverflowError: thrown by a test", peer.failure.get().getMessage());
    another.send();
    another.receive();
  }

  @Test
  void a_selector_that_fails_under_a_guest_is_replaced() throws Exception {
    start(LONG);
    Peer peer = new Peer();
    SelectionKey[] key = new SelectionKey[1];
    onLoop(() -> key[0] = loop.register(peer.pipe.source(), SelectionKey.OP_READ, peer));
    peer.converse();
    peer.onByte =
        () -> {
          try {
            key[0].selector().close();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    peer.send();
    loop.runAsFollower(() -> false);
    assertNotSame(Thread.currentThread(), onLoop(() -> {}));
  }
}
