package org.moonwire.engine.compiler;

import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.NumberModel;

/** The bytes of the token that was read last, and one shared string for equal texts. */
final class TokenText {
  private byte[] bytes = new byte[128];
  private int length;
  private LuaString[] strings = new LuaString[128];
  private int count;

  void clear() {
    length = 0;
  }

  void add(int b) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) b;
  }

  void add(byte[] from, int start, int end) {
    int more = end - start;
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
    System.arraycopy(from, start, bytes, length, more);
    length += more;
  }

  /** The text as C would print it: up to the first zero byte. */
  LuaString shown() {
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return LuaString.valueOf(Arrays.copyOf(bytes, end));
  }

  /** The text as a numeral; null if it is malformed. */
  LuaValue number(NumberModel numbers) {
    return numbers.parse(bytes, 0, length);
  }

  /** The text without {@code margin} bytes at both ends, the same object for the same bytes. */
  LuaString string(int margin) {
    return share(bytes, margin, length - 2 * margin);
  }

  /** See {@link #string}. */
  LuaString share(byte[] from, int start, int size) {
    int hash = size;
    for (int i = start; i < start + size; i++) {
      hash = hash * 31 + from[i];
    }
    int slot = slot(hash);
    for (LuaString s; (s = strings[slot]) != null; slot = (slot + 1) & (strings.length - 1)) {
      if (s.m_length == size
          && Arrays.equals(s.m_bytes, s.m_offset, s.m_offset + size, from, start, start + size)) {
        return s;
      }
    }
    LuaString made = LuaString.valueOf(from, start, size);
    strings[slot] = made;
    if (++count * 2 > strings.length) {
      grow();
    }
    return made;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 15)) & (strings.length - 1);
  }

  private void grow() {
    LuaString[] old = strings;
    strings = new LuaString[2 * old.length];
    for (LuaString s : old) {
      if (s != null) {
        int slot = slot(hash(s));
        while (strings[slot] != null) {
          slot = (slot + 1) & (strings.length - 1);
        }
        strings[slot] = s;
      }
    }
  }

  private static int hash(LuaString s) {
    int hash = s.m_length;
    for (int i = 0; i < s.m_length; i++) {
      hash = hash * 31 + s.m_bytes[s.m_offset + i];
    }
    return hash;
  }
}
