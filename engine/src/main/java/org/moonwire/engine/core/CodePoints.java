package org.moonwire.engine.core;

import java.util.Arrays;

/**
 * UTF-8 as Lua 5.4 writes it: of numbers of up to 31 bits, in one to six bytes (RFC 2279, which RFC
 * 3629 has narrowed to 21 bits).
 */
public final class CodePoints {
  /** The greatest number that can be written. */
  public static final int MAX = Integer.MAX_VALUE;

  private static final int MAX_BYTES = 6;

  private CodePoints() {}

  /** The bytes of a number from 0 to {@link #MAX}. */
  public static byte[] encode(int codePoint) {
    if (codePoint < 0x80) {
      return new byte[] {(byte) codePoint};
    }
    byte[] bytes = new byte[MAX_BYTES];
    int at = MAX_BYTES;
    int rest = codePoint;
    int fitsFirst = 0x3f;
    do {
      bytes[--at] = (byte) (0x80 | (rest & 0x3f));
      rest >>>= 6;
      fitsFirst >>= 1;
    } while (rest > fitsFirst);
    bytes[--at] = (byte) (~fitsFirst << 1 | rest);
    return Arrays.copyOfRange(bytes, at, MAX_BYTES);
  }
}
