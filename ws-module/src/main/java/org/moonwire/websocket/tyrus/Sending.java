package org.moonwire.websocket.tyrus;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.Link;
import org.moonwire.websocket.net.Loop;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.MessageDeflater;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/**
 * The sending side of an open connection: compresses and queues messages, decides who writes them,
 * and notices when they find no room for too long. On any thread, except where it says otherwise.
 */
final class Sending {
  /** Who sends again so soon sends many: then the loop collects what it writes. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final Link link;
  private final Duration patience;
  private final Outbox outbox = new Outbox(this::stuck);

  /** Held while a message is compressed and queued: their order must be the same. */
  private final ReentrantLock compressing = new ReentrantLock();

  private final boolean compressed;

  /** Null if messages are not compressed. Guarded by {@link #compressing}. */
  private MessageDeflater deflater;

  /** When somebody last wrote on his own thread. A race does no harm. */
  private volatile long lastWrite;

  /** Set when something was received. */
  private volatile boolean news;

  private volatile boolean over;

  /** For the loop's thread only. */
  private Loop.Alarm lateAlarm;

  /**
   * Makes the sending side of {@code link}.
   *
   * @param terms how messages are compressed, null if they are not
   * @param patience how long a frame may wait for the network, zero for ever
   */
  Sending(Link link, DeflateTerms terms, Duration patience) {
    this.link = link;
    this.patience = patience;
    this.compressed = terms != null;
    this.deflater = compressed ? new MessageDeflater(terms) : null;
  }

  Outbox outbox() {
    return outbox;
  }

  CompletableFuture<Void> message(boolean text, byte[] data) {
    return sent(queue(text ? Opcode.TEXT : Opcode.BINARY, data));
  }

  CompletableFuture<Void> ping(byte[] payload) {
    return sent(outbox.add(OutgoingFrame.of(Opcode.PING, payload)));
  }

  /** Queues the close frame, after which nothing follows; null if nothing is taken any more. */
  Outbox.Entry close(int code, byte[] reason) {
    return outbox.last(OutgoingFrame.of(Opcode.CLOSE, CloseFrame.body(code, reason)));
  }

  private Outbox.Entry queue(int opcode, byte[] data) {
    if (!compressed) {
      return outbox.message(OutgoingFrame.of(opcode, data), data.length);
    }
    compressing.lock();
    try {
      if (deflater == null || !deflater.wants(data)) {
        return outbox.message(OutgoingFrame.of(opcode, data), data.length);
      }
      OutgoingFrame frame = OutgoingFrame.compressed(opcode, deflater.deflate(data));
      return outbox.message(frame, data.length);
    } finally {
      compressing.unlock();
      closeDeflater();
    }
  }

  /** Who compresses a message when the connection ends closes the deflater after it. */
  private void closeDeflater() {
    if (over && compressing.tryLock()) {
      try {
        if (deflater != null) {
          deflater.close();
          deflater = null;
        }
      } finally {
        compressing.unlock();
      }
    }
  }

  private CompletableFuture<Void> sent(Outbox.Entry entry) {
    if (entry == null) {
      return CompletableFuture.failedFuture(new ConnectionClosedException());
    }
    write();
    return entry.accepted();
  }

  /** Something was received: what is sent next is probably an answer that somebody waits for. */
  void received() {
    news = true;
  }

  /**
   * Writes at once where nothing is gained by waiting: after something was received, after a pause,
   * and when much has been collected.
   */
  private void write() {
    long now = System.nanoTime();
    if (takeNews() || now - lastWrite > PAUSE_NANOS || outbox.isHeavy()) {
      lastWrite = now;
      link.writer().flush();
    } else {
      link.writer().flushSoon();
    }
  }

  private boolean takeNews() {
    boolean result = news;
    if (result) {
      news = false;
    }
    return result;
  }

  /** The network did not take all there is. */
  private void stuck() {
    if (!patience.isZero()) {
      link.loop().execute(this::watch);
    }
  }

  private void watch() {
    long waited = outbox.waitedNanos();
    long left = patience.toNanos() - waited;
    if (over || waited == 0) {
      return;
    }
    if (left <= 0) {
      IOException late = new IOException("write timeout");
      outbox.fail(late);
      link.failed(late);
    } else if (lateAlarm == null) {
      lateAlarm =
          link.loop()
              .schedule(
                  left,
                  () -> {
                    lateAlarm = null;
                    watch();
                  });
    }
  }

  /** The connection is over; who waits for room fails. For the loop's thread. */
  void end() {
    over = true;
    if (lateAlarm != null) {
      lateAlarm.cancel();
    }
    outbox.fail(null);
    closeDeflater();
  }
}
