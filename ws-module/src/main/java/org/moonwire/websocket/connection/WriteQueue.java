package org.moonwire.websocket.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.MessageInProgressException;
import org.moonwire.websocket.net.OutboundSource;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/**
 * The frames that are to be written, in order. They hold the scripts' own bytes; these are masked
 * only on their way into a buffer of the transport. Safe to use from any thread.
 */
final class WriteQueue implements OutboundSource {
  /** While so many bytes wait or fewer, senders need not wait: four full records of TLS. */
  private static final int MAX_UNWAITED_BYTES = 64 * 1024;

  /** A frame beside its payload, and how many of them senders need not wait for. */
  private static final int FRAME_BYTES = 120;

  private static final int MAX_UNWAITED_FRAMES = 1000;

  /**
   * A peer that pings faster than it reads is owed so many pongs at most: 12 KiB with the longest
   * payloads. Only the latest ping must be answered (RFC 6455, section 5.5.3).
   */
  private static final int MAX_PONGS = 100;

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** Called when the network does not take all there is. */
  private final Runnable onStuck;

  /** How many bytes of frames wait. Written under this. */
  private volatile long waitingBytes;

  /** How many frames wait. Written under this. */
  private volatile int waitingFrames;

  /** Why nothing is taken any more; null while it is. Written under this, before the rest. */
  private volatile Exception failure;

  // all guarded by this, from here on

  /** The frames that are not written completely, in order. Guarded by this. */
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>(2);

  /**
   * The payloads of the latest pings that are not answered yet; older ones need no answer. Guarded
   * by this.
   */
  private final ArrayDeque<byte[]> owedPongs = new ArrayDeque<>(0);

  /** The pong that is being written, null if there is none. Guarded by this. */
  private OutgoingFrame pong;

  /**
   * When the oldest frame that the operating system does not have was queued; 0 if there is none.
   */
  private long oldestSince;

  /** What is to be completed once no lock is held: these frames are written. Guarded by this. */
  private final List<CompletableFuture<Void>> toComplete = new ArrayList<>(0);

  /** When the network last took something. Guarded by this. */
  private long progressAt = System.nanoTime();

  /** Whether a message is being sent in fragments, and no other may begin. Guarded by this. */
  private boolean claimed;

  /** Whether the last frame was queued: the close frame. Guarded by this. */
  private boolean sealed;

  // what Stats tells; all guarded by this
  private long messages;
  private long bytes;
  private long wireBytes;

  /** Calls {@code onStuck} when the network does not take all there is. */
  WriteQueue(Runnable onStuck) {
    this.onStuck = onStuck;
  }

  /** A frame and who waits for it; every field is guarded by the queue. */
  final class Entry {
    private final OutgoingFrame frame;
    private final long since = System.nanoTime();
    private boolean written;
    private CompletableFuture<Void> done;

    private Entry(OutgoingFrame frame) {
      this.frame = frame;
    }

    /** True if the network has taken the frame, as far as that can be known. */
    boolean isWritten() {
      synchronized (WriteQueue.this) {
        return written;
      }
    }

    /** When the frame was added. */
    long since() {
      return since;
    }

    /**
     * Completes when the frame is on its way or close to it. To be asked for after an attempt to
     * write.
     */
    CompletableFuture<Void> accepted() {
      if (areFew() && failure == null) {
        return DONE;
      }
      synchronized (WriteQueue.this) {
        if (written || (failure == null && areFew())) {
          return DONE;
        }
        if (failure != null) {
          return CompletableFuture.failedFuture(failure);
        }
        return onceWritten();
      }
    }

    /** Completes when the frame is written, as far as that can be known. */
    CompletableFuture<Void> onceWritten() {
      synchronized (WriteQueue.this) {
        if (written) {
          return DONE;
        }
        if (failure != null) {
          return CompletableFuture.failedFuture(failure);
        }
        if (done == null) {
          done = new CompletableFuture<>();
        }
        return done;
      }
    }
  }

  /**
   * Adds a message of {@code length} bytes; null if nothing is taken any more.
   *
   * @throws MessageInProgressException if one in fragments has not ended
   */
  synchronized Entry message(OutgoingFrame frame, int length) throws MessageInProgressException {
    checkFree();
    return counted(frame, length, true);
  }

  /** Adds a fragment of the message that has {@link #claim}ed the queue; null as above. */
  synchronized Entry fragment(OutgoingFrame frame, int length, boolean last) {
    if (last) {
      claimed = false;
    }
    return counted(frame, length, last);
  }

  private Entry counted(OutgoingFrame frame, int length, boolean last) {
    Entry entry = add(frame);
    if (entry != null) {
      messages += last ? 1 : 0;
      bytes += length;
      wireBytes += frame.length();
    }
    return entry;
  }

  /** Keeps all other messages out until the last fragment, or {@link #release}. */
  synchronized void claim() throws IOException {
    if (sealed || failure != null) {
      throw new ConnectionClosedException();
    }
    checkFree();
    claimed = true;
  }

  /** Takes a claim back of which no fragment was added. */
  synchronized void release() {
    claimed = false;
  }

  /** Called before a message is made ready. */
  synchronized void checkFree() throws MessageInProgressException {
    if (claimed) {
      throw new MessageInProgressException();
    }
  }

  /** Adds the last frame; null if nothing is taken any more. */
  synchronized Entry last(OutgoingFrame frame) {
    Entry entry = add(frame);
    sealed = true;
    return entry;
  }

  synchronized long messages() {
    return messages;
  }

  /** The bytes of the messages so far, before compression. */
  synchronized long bytes() {
    return bytes;
  }

  /** The bytes of the messages so far, as on the wire. */
  synchronized long wireBytes() {
    return wireBytes;
  }

  /** Adds a frame at the end; null if nothing is taken any more. */
  synchronized Entry add(OutgoingFrame frame) {
    if (sealed || failure != null) {
      return null;
    }
    Entry entry = new Entry(frame);
    waiting.add(entry);
    waitingFrames = waiting.size();
    waitingBytes += frame.length();
    return entry;
  }

  private boolean areFew() {
    return waitingBytes <= MAX_UNWAITED_BYTES && waitingFrames <= MAX_UNWAITED_FRAMES;
  }

  /** The bytes of what waits. */
  long heldBytes() {
    return waitingBytes + (long) FRAME_BYTES * waitingFrames;
  }

  /** True if so many bytes wait, or more. */
  boolean holds(int length) {
    return waitingBytes >= length;
  }

  /** Answers a ping ahead of all messages; a flood of pings does not become a queue of pongs. */
  synchronized void pong(byte[] payload) {
    if (sealed) {
      owedPongs.clear();
      return;
    }
    if (owedPongs.size() == MAX_PONGS) {
      owedPongs.poll();
    }
    owedPongs.add(payload);
  }

  /** How long the oldest frame has waited, in nanoseconds; 0 if there is none. */
  synchronized long waitedNanos() {
    Entry head = waiting.peek();
    long since = oldestSince != 0 ? oldestSince : head == null ? 0 : head.since;
    return since == 0 ? 0 : System.nanoTime() - since;
  }

  /** How many nanoseconds ago the network last took something. */
  synchronized long sinceProgress() {
    return System.nanoTime() - progressAt;
  }

  @Override
  public synchronized void fill(ByteBuffer target) {
    while (target.hasRemaining() && fillPong(target)) {
      Entry head = waiting.peek();
      if (head == null) {
        return;
      }
      if (oldestSince == 0) {
        oldestSince = head.since;
      }
      if (!head.frame.writeTo(target)) {
        return;
      }
      waiting.poll();
      waitingFrames = waiting.size();
      waitingBytes -= head.frame.length();
      head.written = true;
      if (head.done != null) {
        toComplete.add(head.done);
      }
    }
  }

  /** Pongs go between two frames; false if one is not through yet. */
  private boolean fillPong(ByteBuffer target) {
    Entry head = waiting.peek();
    if (head != null && head.frame.hasBegun()) {
      return true;
    }
    while (pong != null || !owedPongs.isEmpty()) {
      if (pong == null) {
        pong = OutgoingFrame.of(Opcode.PONG, owedPongs.poll());
      }
      if (!pong.writeTo(target)) {
        return false;
      }
      pong = null;
    }
    return true;
  }

  @Override
  public synchronized void drained() {
    progressAt = System.nanoTime();
    oldestSince = 0;
  }

  @Override
  public void failed(Exception reason) {
    fail(null);
  }

  @Override
  public void flushed(boolean isStuck) {
    if (isStuck) {
      onStuck.run();
    }
    List<CompletableFuture<Void>> now;
    synchronized (this) {
      if (toComplete.isEmpty()) {
        return;
      }
      now = List.copyOf(toComplete);
      toComplete.clear();
    }
    now.forEach(done -> done.complete(null));
  }

  /** Takes nothing more; who waits fails. The first reason stays. */
  void fail(Exception reason) {
    List<Entry> lost;
    synchronized (this) {
      if (failure != null) {
        return;
      }
      failure = reason == null ? new ConnectionClosedException() : reason;
      lost = List.copyOf(waiting);
      waiting.clear();
      waitingFrames = 0;
      waitingBytes = 0;
    }
    for (Entry entry : lost) {
      if (entry.done != null) {
        entry.done.completeExceptionally(failure);
      }
    }
  }
}
