package org.moonwire.websocket.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Inbox;
import org.moonwire.websocket.net.MessageInProgressException;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.wire.CloseFrame;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.MessageDeflater;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/**
 * The sending side of an open connection: compresses and queues messages, has them written, and
 * ends the connection when the network does not take them within {@code write_timeout}. Safe to use
 * from any thread, except where a method says otherwise.
 */
final class MessageSender {
  private final Transport transport;
  private final Duration timeout;
  private final Runnable timedOut;
  private final WriteQueue queue = new WriteQueue(this::stuck);
  private final FlushPolicy flushPolicy;

  /** Held while a message is compressed and queued: their order must be the same. */
  private final ReentrantLock compressing = new ReentrantLock();

  private final boolean compressed;

  /** Null if messages are not compressed. Guarded by {@link #compressing}. */
  private MessageDeflater deflater;

  /** Whether the connection has ended. Written by the loop. */
  private volatile boolean over;

  /** For the end of the write timeout; null if nothing is stuck. Loop only. */
  private EventLoop.Alarm timeoutAlarm;

  /**
   * Makes the sending side of {@code transport}.
   *
   * @param inbox where the script that sends receives from
   * @param terms how messages are compressed, null if they are not
   * @param timeout how long a frame may wait for the network, zero for ever
   * @param timedOut run on the loop when one has waited longer
   */
  MessageSender(
      Transport transport, Inbox inbox, DeflateTerms terms, Duration timeout, Runnable timedOut) {
    this.timedOut = timedOut;
    this.transport = transport;
    this.flushPolicy = new FlushPolicy(transport, inbox, queue);
    this.timeout = timeout;
    this.compressed = terms != null;
    this.deflater = compressed ? new MessageDeflater(terms) : null;
  }

  WriteQueue queue() {
    return queue;
  }

  CompletableFuture<Void> message(boolean text, byte[] data) {
    WriteQueue.Entry entry;
    try {
      entry = enqueue(text ? Opcode.TEXT : Opcode.BINARY, data);
    } catch (MessageInProgressException e) {
      return CompletableFuture.failedFuture(e);
    }
    return entry == null ? closed() : written(entry);
  }

  /** Has a message or fragment written; completes when it is on its way or close to it. */
  CompletableFuture<Void> written(WriteQueue.Entry entry) {
    flushPolicy.added(entry.since());
    return entry.accepted();
  }

  /**
   * Begins a message in fragments; {@code cutOff} closes the connection in the middle of it.
   *
   * @throws IOException if there is one already, or nothing is taken any more
   */
  Connection.OutgoingMessage stream(boolean text, Runnable cutOff) throws IOException {
    compressing.lock();
    try {
      queue.claim();
    } finally {
      compressing.unlock();
    }
    return new FragmentedMessage(this, text, cutOff);
  }

  /** Queues the next fragment of the message in fragments; null if nothing is taken any more. */
  WriteQueue.Entry fragment(int opcode, boolean last, byte[] piece) {
    boolean first = opcode != Opcode.CONTINUATION;
    // A message without content gains nothing.
    if (!compressed || (first && last)) {
      OutgoingFrame frame = OutgoingFrame.fragment(opcode, false, last, piece);
      return queue.fragment(frame, piece.length, last);
    }
    compressing.lock();
    try {
      if (deflater == null) {
        return null;
      }
      byte[] payload = last ? MessageDeflater.end() : deflater.deflatePiece(piece, first);
      OutgoingFrame frame = OutgoingFrame.fragment(opcode, true, last, payload);
      return queue.fragment(frame, piece.length, last);
    } finally {
      compressing.unlock();
      closeDeflater();
    }
  }

  CompletableFuture<Void> ping(byte[] payload) {
    WriteQueue.Entry entry = queue.add(OutgoingFrame.of(Opcode.PING, payload));
    if (entry == null) {
      return closed();
    }
    transport.writer().flush();
    return entry.accepted();
  }

  /** Queues the close frame, after which nothing follows; null if nothing is taken any more. */
  WriteQueue.Entry close(int code, byte[] reason) {
    return queue.last(OutgoingFrame.of(Opcode.CLOSE, CloseFrame.body(code, reason)));
  }

  private WriteQueue.Entry enqueue(int opcode, byte[] data) throws MessageInProgressException {
    if (!compressed) {
      return queue.message(OutgoingFrame.of(opcode, data), data.length);
    }
    compressing.lock();
    try {
      // Its bytes would be a part of what the peer's window is made of.
      queue.checkFree();
      if (deflater == null || !deflater.wants(data)) {
        return queue.message(OutgoingFrame.of(opcode, data), data.length);
      }
      OutgoingFrame frame = OutgoingFrame.compressed(opcode, deflater.deflate(data));
      return queue.message(frame, data.length);
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
    flushPolicy.received();
  }

  /** Writes the frames that are held because more were to follow. */
  void flushHeld() {
    flushPolicy.flushHeld();
  }

  /** The network did not take all there is. */
  private void stuck() {
    if (!timeout.isZero()) {
      transport.loop().execute(this::watch);
    }
  }

  private void watch() {
    long waited = queue.waitedNanos();
    long left = timeout.toNanos() - waited;
    if (over || waited == 0) {
      return;
    }
    if (left <= 0) {
      queue.fail(new IOException("write timeout"));
      timedOut.run();
    } else if (timeoutAlarm == null) {
      timeoutAlarm =
          transport
              .loop()
              .schedule(
                  left,
                  () -> {
                    timeoutAlarm = null;
                    watch();
                  });
    }
  }

  /** The connection is over; who waits for room fails. For the loop's thread. */
  void end() {
    over = true;
    if (timeoutAlarm != null) {
      timeoutAlarm.cancel();
    }
    flushPolicy.end();
    queue.fail(null);
    closeDeflater();
  }
}
