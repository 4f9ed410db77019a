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
    if (number >= 0 && number < 10) {
      put((char) ('0' + number));
    } else {
      put(Long.toString(number));
    }
  }

  /** Puts a string in quotes; bytes that are no UTF-8 become U+FFFD. */
  void putQuoted(LuaString string) {
    byte[] in = string.m_bytes;
    int at = string.m_offset;
    int end = at + string.m_length;
    reserve(string.m_length + 2L);
    bytes[length++] = '"';
    while (at < end) {
      int plain = at;
      while (plain < end && in[plain] >= 0 && ESCAPES[in[plain]] == 0) {
        plain++;
      }
      putBytes(in, at, plain - at);
      at = plain == end ? end : putSpecial(in, plain, end);
    }
    put('"');
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
    int size = Utf8.characterLength(in, at, end);
    if (size == 0) {
      putBytes(Utf8.REPLACEMENT, 0, 3);
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
    return LuaString.valueUsing(Arrays.copyOf(bytes, length));
  }
}
