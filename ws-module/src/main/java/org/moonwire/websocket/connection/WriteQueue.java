package org.moonwire.websocket.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.OutboundSource;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/**
 * The frames that wait to be written, in order. What waits are the scripts' own bytes; they are
 * masked only when there is room for them on their way out. Safe to use from any thread.
 */
final class WriteQueue implements OutboundSource {
  /** So many bytes may be behind a sender's back. */
  private static final int UNWAITED = 64 * 1024;

  /** A peer that pings faster than it reads is owed so many answers at most. */
  private static final int MAX_PONGS = 100;

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private final Runnable stuck;

  /** Written under this. */
  private volatile long waitingBytes;

  /** Written under this, before the bytes are forgotten. */
  private volatile Exception failure;

  // all guarded by this, from here on
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>(2);

  /** The payloads of the latest pings that are not answered yet; older ones need no answer. */
  private final ArrayDeque<byte[]> owedPongs = new ArrayDeque<>(0);

  /** The pong that is being written, null if there is none. */
  private OutgoingFrame pong;

  /** Since when the oldest frame that is not with the operating system has waited; 0 if none. */
  private long oldest;

  /** Who is to hear that his frame is written, as soon as no lock is held. */
  private final List<CompletableFuture<Void>> complete = new ArrayList<>(0);

  private boolean sealed;
  private long messages;
  private long bytes;
  private long wireBytes;

  /** Calls {@code stuck} when the network does not take all there is. */
  WriteQueue(Runnable stuck) {
    this.stuck = stuck;
  }

  /** A frame and who waits for it. Guarded by the outbox. */
  final class Entry {
    private final OutgoingFrame frame;
    private final long since = System.nanoTime();
    private boolean written;
    private CompletableFuture<Void> done;

    private Entry(OutgoingFrame frame) {
      this.frame = frame;
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
      if (waitingBytes <= UNWAITED && failure == null) {
        return DONE;
      }
      synchronized (WriteQueue.this) {
        if (written || (failure == null && waitingBytes <= UNWAITED)) {
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

  /** Adds a message of {@code length} bytes; null if nothing is taken any more. */
  synchronized Entry message(OutgoingFrame frame, int length) {
    Entry entry = add(frame);
    if (entry != null) {
      messages++;
      bytes += length;
      wireBytes += frame.length();
    }
    return entry;
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
    waitingBytes += frame.length();
    return entry;
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
    long since = oldest != 0 ? oldest : head == null ? 0 : head.since;
    return since == 0 ? 0 : System.nanoTime() - since;
  }

  @Override
  public synchronized void fill(ByteBuffer target) {
    while (target.hasRemaining() && fillPong(target)) {
      Entry head = waiting.peek();
      if (head == null) {
        return;
      }
      if (oldest == 0) {
        oldest = head.since;
      }
      if (!head.frame.writeTo(target)) {
        return;
      }
      waiting.poll();
      waitingBytes -= head.frame.length();
      head.written = true;
      if (head.done != null) {
        complete.add(head.done);
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
    oldest = 0;
  }

  @Override
  public void flushed(boolean isStuck) {
    if (isStuck) {
      stuck.run();
    }
    List<CompletableFuture<Void>> now;
    synchronized (this) {
      if (complete.isEmpty()) {
        return;
      }
      now = List.copyOf(complete);
      complete.clear();
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
      waitingBytes = 0;
    }
    for (Entry entry : lost) {
      if (entry.done != null) {
        entry.done.completeExceptionally(failure);
      }
    }
  }
}
