package org.moonwire.engine.json;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing past U+10FFFF. */
final class JsonUtf8 {
  /** U+FFFD, which stands for each byte that is not part of a character. */
  static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

  /** Eight bytes as one number, the first of them lowest. */
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private JsonUtf8() {}

  /** Whether each of eight bytes is ASCII and neither a control character, quote nor backslash. */
  static boolean isPlain(long word) {
    long quotes = (word ^ '"' * EACH) - EACH;
    long backslashes = (word ^ '\\' * EACH) - EACH;
    return ((word | (word - ' ' * EACH) | quotes | backslashes) & HIGH) == 0;
  }

  /** The length of the character that begins at {@code at}, 1 to 4; 0 if none begins there. */
  static int characterLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || end - at < length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Where the first byte is that belongs to no character; {@code end} if all do. */
  static int firstInvalid(byte[] bytes, int start, int end) {
    int at = start;
    while (at < end) {
      while (at + Long.BYTES <= end && ((long) LONGS.get(bytes, at) & HIGH) == 0) {
        at += Long.BYTES;
      }
      if (at == end) {
        return end;
      }
      int length = bytes[at] >= 0 ? 1 : characterLength(bytes, at, end);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return end;
  }

  /** A copy in which each byte that belongs to no character is replaced. */
  static byte[] repaired(byte[] bytes, int start, int end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - start + 16);
    int at = start;
    while (at < end) {
      int bad = firstInvalid(bytes, at, end);
      out.write(bytes, at, bad - at);
      if (bad < end) {
        out.writeBytes(REPLACEMENT);
      }
      at = bad + 1;
    }
    return out.toByteArray();
  }
}
