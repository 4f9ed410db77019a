package org.moonwire.engine.json;

import java.io.Writer;
import java.util.Arrays;
import org.moonwire.engine.core.Poll;

/**
 * Encodes the characters of one string piece by piece; a surrogate without its partner becomes
 * U+FFFD. Reusable.
 */
final class Utf8Writer extends Writer {
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int length;

  /** The first half of a pair whose second half has yet to come, or 0. */
  private char high;

  @Override
  public void write(char[] chars, int start, int count) {
    // Three bytes for each char, and for a half left over from the last piece.
    reserve(3L * count + 3);
    byte[] out = bytes;
    int to = length;
    for (int i = start; i < start + count; i++) {
      char c = chars[i];
      if (c < 0x80 && high == 0) {
        out[to++] = (byte) c;
      } else {
        to = encode(c, out, to);
      }
    }
    length = to;
  }

  private int encode(char c, byte[] out, int start) {
    int to = start;
    if (high != 0) {
      char first = high;
      high = 0;
      if (Character.isLowSurrogate(c)) {
        return four(Character.toCodePoint(first, c), out, to);
      }
      to = three('\uFFFD', out, to);
    }
    if (Character.isHighSurrogate(c)) {
      high = c;
    } else if (c < 0x80) {
      out[to++] = (byte) c;
    } else if (c < 0x800) {
      out[to++] = (byte) (0xC0 | (c >> 6));
      out[to++] = (byte) (0x80 | (c & 0x3F));
    } else {
      to = three(Character.isLowSurrogate(c) ? '\uFFFD' : c, out, to);
    }
    return to;
  }

  private static int three(char c, byte[] out, int to) {
    out[to] = (byte) (0xE0 | (c >> 12));
    out[to + 1] = (byte) (0x80 | ((c >> 6) & 0x3F));
    out[to + 2] = (byte) (0x80 | (c & 0x3F));
    return to + 3;
  }

  private static int four(int codePoint, byte[] out, int to) {
    out[to] = (byte) (0xF0 | (codePoint >> 18));
    out[to + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    out[to + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    out[to + 3] = (byte) (0x80 | (codePoint & 0x3F));
    return to + 4;
  }

  /** The bytes of the string; this writer is empty afterwards. */
  byte[] take() {
    if (high != 0) {
      high = 0;
      reserve(3);
      length = three('\uFFFD', bytes, length);
    }
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  private void reserve(long more) {
    long needed = length + more;
    if (needed > bytes.length) {
      Poll.checkStringLength(needed);
      bytes = Arrays.copyOf(bytes, Growth.capacity(bytes.length, needed));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
