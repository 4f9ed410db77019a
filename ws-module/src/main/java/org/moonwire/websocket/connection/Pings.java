package org.moonwire.websocket.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/** The pings whose answers somebody waits for. For the loop's thread only. */
final class Pings {
  /** With so many pings unanswered another one asks nothing new; it would only need memory. */
  private static final int MAX_UNANSWERED = 100;

  private final PausableClock clock;
  private final WriteQueue queue;
  private final Runnable flush;

  /** The pings without an answer, oldest first. Loop only. */
  private final ArrayDeque<Wait> waits = new ArrayDeque<>(0);

  /** How many pings were sent unasked. Loop only. */
  private long own;

  /** When something last arrived, by the clock. Loop only. */
  private long heardAt;

  /** The ping whose answer decides whether the peer is there; null if none is out. Loop only. */
  private Wait watched;

  /** Read by any thread; null if no answer has come. */
  private volatile Duration lastRoundTrip;

  Pings(PausableClock clock, WriteQueue queue, Runnable flush) {
    this.clock = clock;
    this.queue = queue;
    this.flush = flush;
  }

  private static final class Wait {
    final WriteQueue.Entry entry;
    final byte[] payload;
    final CompletableFuture<Duration> answered;
    final long since = System.nanoTime();

    /** Null if there is no hurry. */
    PausableClock.Alarm alarm;

    /** When the ping was queued, by the clock. */
    final long askedAt;

    Wait(
        WriteQueue.Entry entry,
        long askedAt,
        byte[] payload,
        CompletableFuture<Duration> answered) {
      this.entry = entry;
      this.askedAt = askedAt;
      this.payload = payload;
      this.answered = answered;
    }

    boolean isFor(byte[] pong) {
      return Arrays.equals(payload, pong);
    }
  }

  Duration lastRoundTrip() {
    return lastRoundTrip;
  }

  /** Sends a ping; zero {@code timeout} is endless. */
  void send(byte[] payload, Duration timeout, CompletableFuture<Duration> answered) {
    WriteQueue.Entry entry = queue.add(OutgoingFrame.of(Opcode.PING, payload));
    if (entry == null) {
      answered.completeExceptionally(new ConnectionClosedException());
      return;
    }
    Wait wait = new Wait(entry, clock.now(), payload, answered);
    if (!timeout.isZero()) {
      wait.alarm = clock.at(clock.now() + timeout.toNanos(), () -> late(wait));
    }
    waits.add(wait);
    flush.run();
  }

  private void late(Wait wait) {
    waits.remove(wait);
    wait.answered.completeExceptionally(new TimeoutException("no pong in time"));
  }

  /** A pong answers its ping, and all before it: a peer need only answer the latest. */
  void answered(byte[] payload) {
    if (waits.stream().noneMatch(wait -> wait.isFor(payload))) {
      return;
    }
    boolean last = false;
    while (!last) {
      Wait wait = waits.poll();
      last = wait.isFor(payload);
      if (wait.alarm != null) {
        clock.cancel(wait.alarm);
      }
      Duration time = Duration.ofNanos(System.nanoTime() - wait.since);
      lastRoundTrip = time;
      wait.answered.complete(time);
    }
  }

  /** Something has arrived from the peer. */
  void heard() {
    heardAt = clock.now();
  }

  /**
   * Pings by itself from now on, at intervals. A peer that answers none of these pings is lost once
   * nothing at all has come from it for the timeout: a pong may have to wait for the end of a long
   * message. A ping of ours that waits behind a long message is no question yet.
   *
   * @param onLost run once, when the peer is lost
   */
  void keepAlive(DialRequest.Timeouts timeouts, Runnable onLost) {
    clock.at(
        clock.now() + timeouts.pingEvery().toNanos(),
        () -> {
          if (waits.size() < MAX_UNANSWERED) {
            byte[] payload = ByteBuffer.allocate(8).putLong(++own).array();
            send(payload, Duration.ZERO, new CompletableFuture<>());
          }
          watch(timeouts.pongWithin().toNanos(), onLost);
          keepAlive(timeouts, onLost);
        });
  }

  /** Looks after the oldest ping that is not answered, unless somebody does already. */
  private void watch(long timeout, Runnable onLost) {
    if (watched == null && !waits.isEmpty()) {
      watched = waits.peekLast();
      lookIn(timeout, timeout, onLost);
    }
  }

  private void lookIn(long nanos, long timeout, Runnable onLost) {
    clock.at(clock.now() + nanos, () -> look(timeout, onLost));
  }

  private void look(long timeout, Runnable onLost) {
    if (!waits.contains(watched)) {
      watched = null;
      watch(timeout, onLost);
      return;
    }
    long silent = Math.min(clock.now() - heardAt, clock.now() - watched.askedAt);
    if (!watched.entry.isWritten()) {
      silent = Math.min(silent, queue.sinceProgress());
    }
    if (silent >= timeout) {
      onLost.run();
    } else {
      lookIn(timeout - silent, timeout, onLost);
    }
  }

  /** Nothing is answered any more. */
  void end(Exception reason) {
    for (Wait wait = waits.poll(); wait != null; wait = waits.poll()) {
      wait.answered.completeExceptionally(reason);
    }
  }
}
