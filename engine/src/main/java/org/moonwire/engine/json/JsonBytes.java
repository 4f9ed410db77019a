package org.moonwire.engine.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.Poll;

/** A growing text of JSON. */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /**
   * For each ASCII character: 0 if it stands for itself, the letter after the backslash, or {@code
   * u}.
   */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[128];
  private int length;

  private static byte[] escapes() {
    byte[] table = new byte[128];
    Arrays.fill(table, 0, 0x20, (byte) 'u');
    table['"'] = '"';
    table['\\'] = '\\';
    table['\b'] = 'b';
    table['\f'] = 'f';
    table['\n'] = 'n';
    table['\r'] = 'r';
    table['\t'] = 't';
    return table;
  }

  void put(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
  }

  void put(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
  }

  void put(long number) {
    if (number == Long.MIN_VALUE) {
      put(Long.toString(number));
      return;
    }
    reserve(20);
    if (number < 0) {
      bytes[length++] = '-';
    }
    putDigits(Math.abs(number), 1);
  }

  /** Puts a number that has few digits after the point; false if it has more. */
  boolean putShort(double number) {
    int decimals = JsonNumbers.decimals(number);
    if (decimals == 0) {
      return false;
    }
    reserve(24);
    if (number < 0) {
      bytes[length++] = '-';
    }
    long power = 1;
    for (int i = 0; i < decimals; i++) {
      power *= 10;
    }
    long digits = (long) Math.rint(Math.abs(number) * power);
    putDigits(digits / power, 1);
    bytes[length++] = '.';
    putDigits(digits % power, decimals);
    return true;
  }

  /** Puts at least {@code width} digits, for which there is room. */
  private void putDigits(long number, int width) {
    int count = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      count++;
    }
    int end = length + Math.max(count, width);
    long rest = number;
    for (int i = end - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length = end;
  }

  /** Puts a string in quotes; bytes that are no UTF-8 become U+FFFD. */
  void putQuoted(LuaString string) {
    byte[] in = string.m_bytes;
    int at = string.m_offset;
    int end = at + string.m_length;
    reserve(string.m_length + 2L);
    bytes[length++] = '"';
    while (at < end) {
      int plain = plainEnd(in, at, end);
      putBytes(in, at, plain - at);
      at = plain == end ? end : putSpecial(in, plain, end);
    }
    put('"');
  }

  /** Where the first byte is that does not stand for itself or is not ASCII. */
  static int plainEnd(byte[] in, int start, int end) {
    int at = start;
    while (at + Long.BYTES <= end && JsonUtf8.isPlain((long) JsonUtf8.LONGS.get(in, at))) {
      at += Long.BYTES;
    }
    while (at < end && isPlain(in[at])) {
      at++;
    }
    return at;
  }

  static boolean isPlain(byte b) {
    return b >= 0 && ESCAPES[b] == 0;
  }

  /**
   * Puts the character at {@code at}, which does not stand for itself or is not ASCII; returns
   * where the next one is.
   */
  private int putSpecial(byte[] in, int at, int end) {
    byte b = in[at];
    if (b >= 0) {
      putEscape(b);
      return at + 1;
    }
    int size = JsonUtf8.characterLength(in, at, end);
    if (size == 0) {
      putBytes(JsonUtf8.REPLACEMENT, 0, 3);
      return at + 1;
    }
    if (size == 3
        && in[at] == (byte) 0xE2
        && in[at + 1] == (byte) 0x80
        && (in[at + 2] & 0xFE) == 0xA8) {
      // The line separators U+2028 and U+2029, which older JavaScript takes for line ends.
      put("\\u202");
      put((char) ('8' + (in[at + 2] & 1)));
    } else {
      putBytes(in, at, size);
    }
    return at + size;
  }

  private void putEscape(byte b) {
    reserve(6);
    bytes[length++] = '\\';
    bytes[length++] = ESCAPES[b];
    if (ESCAPES[b] == 'u') {
      bytes[length++] = '0';
      bytes[length++] = '0';
      bytes[length++] = HEX[b >> 4];
      bytes[length++] = HEX[b & 0xF];
    }
  }

  private void putBytes(byte[] in, int start, int count) {
    reserve(count);
    System.arraycopy(in, start, bytes, length, count);
    length += count;
  }

  private void reserve(long more) {
    long needed = length + more;
    if (needed > bytes.length) {
      Poll.checkStringLength(needed);
      bytes = Arrays.copyOf(bytes, Growth.capacity(bytes.length, needed));
    }
  }

  LuaString toLuaString() {
    // The room that is left over is kept as long as the string.
    return bytes.length - length <= length >> 3
        ? LuaString.valueUsing(bytes, 0, length)
        : LuaString.valueUsing(Arrays.copyOf(bytes, length));
  }
}
