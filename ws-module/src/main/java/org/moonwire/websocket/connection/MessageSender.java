package org.moonwire.websocket.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.MessageDeflater;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/**
 * The sending side of an open connection: compresses and queues messages, decides who writes them,
 * and notices when they find no room for too long. On any thread, except where it says otherwise.
 */
final class MessageSender {
  private final Transport link;
  private final Duration patience;
  private final WriteQueue outbox = new WriteQueue(this::stuck);
  private final FlushPolicy pace;

  /** Held while a message is compressed and queued: their order must be the same. */
  private final ReentrantLock compressing = new ReentrantLock();

  private final boolean compressed;

  /** Null if messages are not compressed. Guarded by {@link #compressing}. */
  private MessageDeflater deflater;

  private volatile boolean over;

  /** For the loop's thread only. */
  private EventLoop.Alarm lateAlarm;

  /**
   * Makes the sending side of {@code link}.
   *
   * @param inbox what whoever sends receives from
   * @param terms how messages are compressed, null if they are not
   * @param patience how long a frame may wait for the network, zero for ever
   */
  MessageSender(Transport link, Inbox inbox, DeflateTerms terms, Duration patience) {
    this.link = link;
    this.pace = new FlushPolicy(link, inbox, outbox);
    this.patience = patience;
    this.compressed = terms != null;
    this.deflater = compressed ? new MessageDeflater(terms) : null;
  }

  WriteQueue outbox() {
    return outbox;
  }

  CompletableFuture<Void> message(boolean text, byte[] data) {
    WriteQueue.Entry entry = queue(text ? Opcode.TEXT : Opcode.BINARY, data);
    if (entry == null) {
      return closed();
    }
    pace.added(entry.since());
    return entry.accepted();
  }

  CompletableFuture<Void> ping(byte[] payload) {
    WriteQueue.Entry entry = outbox.add(OutgoingFrame.of(Opcode.PING, payload));
    if (entry == null) {
      return closed();
    }
    link.writer().flush();
    return entry.accepted();
  }

  /** Queues the close frame, after which nothing follows; null if nothing is taken any more. */
  WriteQueue.Entry close(int code, byte[] reason) {
    return outbox.last(OutgoingFrame.of(Opcode.CLOSE, CloseFrame.body(code, reason)));
  }

  private WriteQueue.Entry queue(int opcode, byte[] data) {
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

  private static CompletableFuture<Void> closed() {
    return CompletableFuture.failedFuture(new ConnectionClosedException());
  }

  /** Something was received: what is sent next is probably an answer that somebody waits for. */
  void received() {
    pace.received();
  }

  /** Writes what is kept back because more is to follow. */
  void flushHeld() {
    pace.flushHeld();
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
    pace.end();
    outbox.fail(null);
    closeDeflater();
  }
}
