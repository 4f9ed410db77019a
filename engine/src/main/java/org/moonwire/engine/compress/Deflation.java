package org.moonwire.engine.compress;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.moonwire.engine.module.CallContext;

/** Compresses piece by piece between polls. */
final class Deflation {
  private static final int CHUNK = 1 << 14;
  private static final int WORK_PER_BYTE = 16;

  private Deflation() {}

  /** The compressed data, with {@code before} bytes of room in front and {@code after} behind. */
  static byte[] compress(
      byte[] data, int level, boolean raw, int before, int after, CallContext context) {
    Deflater deflater = new Deflater(level, raw);
    try {
      byte[] out = new byte[before + after + 64 + data.length / 8];
      context.allocate(out.length);
      int length = before;
      int given = 0;
      while (!deflater.finished()) {
        if (deflater.needsInput()) {
          int part = Math.min(CHUNK, data.length - given);
          context.work((long) part * WORK_PER_BYTE);
          deflater.setInput(data, given, part);
          given += part;
          if (given == data.length) {
            deflater.finish();
          }
        }
        if (out.length - length <= after) {
          context.allocate(out.length);
          out = Arrays.copyOf(out, Math.addExact(out.length, out.length / 2 + 64));
        }
        length += deflater.deflate(out, length, out.length - length - after);
      }
      return Arrays.copyOf(out, length + after);
    } finally {
      deflater.end();
    }
  }
}
