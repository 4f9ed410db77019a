package org.moonwire.websocket.connection;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/** The pings whose answers somebody waits for. For the loop's thread only. */
final class Pings {
  private final PausableClock clock;
  private final WriteQueue outbox;
  private final Runnable flush;
  private final ArrayDeque<Wait> waits = new ArrayDeque<>(0);
  private long own;

  /** Read by any thread; null if no answer has come. */
  private volatile Duration lastRoundTrip;

  Pings(PausableClock clock, WriteQueue outbox, Runnable flush) {
    this.clock = clock;
    this.outbox = outbox;
    this.flush = flush;
  }

  private static final class Wait {
    final byte[] payload;
    final CompletableFuture<Duration> answered;
    final long since = System.nanoTime();

    /** Null if there is no hurry. */
    PausableClock.Alarm alarm;

    Wait(byte[] payload, CompletableFuture<Duration> answered) {
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

  /** Sends a ping; zero {@code patience} is endless. */
  void send(byte[] payload, Duration patience, CompletableFuture<Duration> answered) {
    WriteQueue.Entry entry = outbox.add(OutgoingFrame.of(Opcode.PING, payload));
    if (entry == null) {
      answered.completeExceptionally(new ConnectionClosedException());
      return;
    }
    Wait wait = new Wait(payload, answered);
    if (!patience.isZero()) {
      wait.alarm = clock.at(clock.now() + patience.toNanos(), () -> late(wait));
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

  /** Pings by itself from now on; {@code lost} is run when an answer does not come in time. */
  void keepAlive(DialRequest.Timeouts timeouts, Runnable lost) {
    clock.at(
        clock.now() + timeouts.pingEvery().toNanos(),
        () -> {
          CompletableFuture<Duration> answered = new CompletableFuture<>();
          CompletionStage<Duration> end = answered;
          end.whenComplete(
              (time, failure) -> {
                if (failure instanceof TimeoutException) {
                  lost.run();
                }
              });
          byte[] payload = ByteBuffer.allocate(8).putLong(++own).array();
          send(payload, timeouts.pongWithin(), answered);
          keepAlive(timeouts, lost);
        });
  }

  /** Nothing is answered any more. */
  void end(Exception reason) {
    for (Wait wait = waits.poll(); wait != null; wait = waits.poll()) {
      wait.answered.completeExceptionally(reason);
    }
  }
}
