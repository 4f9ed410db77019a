package org.moonwire.engine.compress;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;

/**
 * Decompresses piece by piece between polls and stops at a bound: a small text can stand for
 * gigabytes. For one thread.
 */
final class Inflation implements AutoCloseable {
  private static final int CHUNK = 1 << 16;
  private static final int WORK_PER_BYTE = 4;

  private final byte[] data;
  private final int maxSize;
  private final CallContext context;
  private final Inflater inflater;
  private byte[] out;
  private int size;
  private int position;

  /** Reads {@code data} from its beginning; {@code raw} is without the wrapping of zlib. */
  Inflation(byte[] data, boolean raw, int maxSize, CallContext context) {
    this.data = data;
    this.maxSize = maxSize;
    this.context = context;
    this.inflater = new Inflater(raw);
    this.out = new byte[Math.min(maxSize, CHUNK)];
  }

  /** Where the next byte of the data is. */
  int position() {
    return position;
  }

  void skipTo(int newPosition) {
    position = newPosition;
  }

  /** How many bytes have been made. */
  int size() {
    return size;
  }

  /** What has been made, with room behind. */
  byte[] bytes() {
    return out;
  }

  byte[] result() {
    return Arrays.copyOf(out, size);
  }

  /** Decompresses one stream from the position on, and moves that behind it. */
  void run() {
    inflater.reset();
    inflater.setInput(data, position, data.length - position);
    try {
      while (!inflater.finished()) {
        step();
      }
    } catch (DataFormatException e) {
      throw FailureException.invalid("the data is damaged or not compressed this way");
    }
    position = data.length - inflater.getRemaining();
  }

  private void step() throws DataFormatException {
    context.work((long) CHUNK * WORK_PER_BYTE);
    if (size == out.length) {
      grow();
    }
    boolean full = size == maxSize;
    // At the bound there may still be an end without any more bytes.
    byte[] target = full ? new byte[1] : out;
    int made =
        full
            ? inflater.inflate(target)
            : inflater.inflate(target, size, Math.min(CHUNK, out.length - size));
    if (full && made > 0) {
      throw FailureException.invalid("more than `" + maxSize + "` bytes; give a larger max_size");
    }
    size += made;
    if (made == 0 && !inflater.finished()) {
      if (inflater.needsDictionary()) {
        throw FailureException.invalid("the data needs a dictionary");
      }
      throw FailureException.invalid("the data ends too early");
    }
  }

  private void grow() {
    if (out.length < maxSize) {
      int larger = (int) Math.min(maxSize, Math.max(CHUNK, out.length * 2L));
      context.allocate(larger);
      out = Arrays.copyOf(out, larger);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
