package org.moonwire.websocket.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * A body that is kept as a whole, up to a bound. Filled by the loop's thread; its size may be asked
 * by any.
 */
public final class BufferedBody implements BodySink {
  private static final int MIN_CAPACITY = 4096;

  private final int maxBytes;
  private final LongPredicate admits;
  private volatile int capacity;

  /** Loop only, until it is handed on. */
  private byte[] bytes = new byte[0];

  private int size;

  /**
   * An empty body.
   *
   * @param maxBytes a longer one is an error
   * @param admits asked before so many bytes more are kept; false is an error
   */
  public BufferedBody(int maxBytes, LongPredicate admits) {
    this.maxBytes = maxBytes;
    this.admits = admits;
  }

  /** How many bytes are held. */
  public long heldBytes() {
    return capacity;
  }

  /** The body, which must not be changed. */
  public byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  @Override
  public boolean take(ByteBuffer more) throws IOException {
    long needed = (long) size + more.remaining();
    if (needed > maxBytes) {
      throw UnwantedBodyException.tooLong(maxBytes);
    }
    if (needed > bytes.length) {
      grow(needed);
    }
    int count = more.remaining();
    more.get(bytes, size, count);
    size += count;
    return true;
  }

  private void grow(long needed) throws IOException {
    int larger = (int) Math.min(maxBytes, Math.max(Math.max(needed, MIN_CAPACITY), 2L * size));
    if (!admits.test(larger)) {
      throw UnwantedBodyException.tooMuchMemory();
    }
    bytes = Arrays.copyOf(bytes, larger);
    capacity = larger;
  }

  @Override
  public boolean drain() {
    return true;
  }

  @Override
  public void finish() {
    // It is complete as it is.
  }
}
