package org.moonwire.websocket.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Buffers for what is being written, lent to connections while they have something to write. */
final class Buffers {
  /** Room for a message of 64 KiB and its header, or for four full TLS records. */
  static final int SIZE = 65 * 1024;

  private static final int LARGE = 32;
  private static final int KEPT = 4;
  private static final int SMALL_SIZE = 20 * 1024;

  // guarded by this
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>(KEPT);
  private int lent;

  /**
   * Lends an empty buffer. Connections that are stuck keep theirs: when many are, the next ones get
   * smaller buffers, of at least one TLS record.
   */
  synchronized ByteBuffer take() {
    if (lent >= LARGE) {
      return ByteBuffer.allocate(SMALL_SIZE);
    }
    lent++;
    ByteBuffer buffer = free.poll();
    return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
  }

  /** Takes a buffer back. */
  synchronized void give(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      lent--;
      if (free.size() < KEPT) {
        free.push(buffer);
      }
    }
  }
}
