package org.moonwire.engine.lib54;

import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.LuaRuntimeException;

/**
 * Reads one character of UTF-8: of up to six bytes and 31 bits where that is allowed ("lax"),
 * otherwise as in RFC 3629.
 */
final class Utf8Decoder {
  private static final int INVALID = -1;
  private static final int MAX_STRICT = 0x10FFFF;

  /** The least number that needs so many bytes behind the first. */
  private static final int[] MIN_CODES = {0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};

  private Utf8Decoder() {}

  static boolean isValid(LuaString s, int at, boolean lax) {
    return read(s, at, lax) != INVALID;
  }

  /** The number of a character. */
  static int decode(LuaString s, int at, boolean lax) {
    int code = read(s, at, lax);
    if (code == INVALID) {
      throw invalid();
    }
    return code;
  }

  static LuaRuntimeException invalid() {
    return LuaRuntimeException.message("invalid UTF-8 code");
  }

  /** How many bytes a valid character has. */
  static int size(LuaString s, int at) {
    return following(s.luaByte(at)) + 1;
  }

  private static int following(int first) {
    return first < 0x80 ? 0 : Integer.numberOfLeadingZeros(~(first << 24)) - 1;
  }

  private static int read(LuaString s, int at, boolean lax) {
    int first = s.luaByte(at);
    int following = following(first);
    boolean begins = first < 0x80 || (following >= 1 && following < MIN_CODES.length);
    if (!begins || at + following >= s.m_length) {
      return INVALID;
    }
    long code = first < 0x80 ? first : first & (0x3F >> following);
    for (int i = 1; i <= following; i++) {
      int next = s.luaByte(at + i);
      if ((next & 0xC0) != 0x80) {
        return INVALID;
      }
      code = code << 6 | (next & 0x3F);
    }
    boolean surrogate = code >= 0xD800 && code <= 0xDFFF;
    boolean strict = code <= MAX_STRICT && !surrogate;
    return code >= MIN_CODES[following] && (lax || strict) ? (int) code : INVALID;
  }
}
