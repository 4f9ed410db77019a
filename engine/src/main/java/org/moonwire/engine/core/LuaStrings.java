package org.moonwire.engine.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Lua strings of Java texts and back, in UTF-8. Lua strings are bytes; LuaJ's own conversions end
 * at U+FFFF. Long ones count as work, so that a loop of conversions can be stopped.
 */
public final class LuaStrings {
  private LuaStrings() {}

  /** The Lua string of a text. */
  public static LuaString encode(String text) {
    Poll.bytes(text.length());
    return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text, or null if the bytes are not valid UTF-8. */
  public static String decode(LuaString s) {
    return isAscii(s)
        ? new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.ISO_8859_1)
        : decodeStrictly(s);
  }

  /** True if the bytes are valid UTF-8. */
  public static boolean isText(LuaString s) {
    return isAscii(s) || decodeStrictly(s) != null;
  }

  /** The text with U+FFFD where the bytes are not valid UTF-8: for messages. */
  public static String display(LuaString s) {
    Poll.bytes(s.m_length);
    return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8);
  }

  /** The text of a string as {@link #display(LuaString)} has it; of another value its raw text. */
  public static String display(LuaValue value) {
    return value instanceof LuaString s ? display(s) : value.tojstring();
  }

  /** The bytes; the array is the caller's. */
  public static byte[] bytes(LuaString s) {
    Poll.bytes(s.m_length);
    byte[] copy = new byte[s.m_length];
    System.arraycopy(s.m_bytes, s.m_offset, copy, 0, copy.length);
    return copy;
  }

  private static boolean isAscii(LuaString s) {
    Poll.bytes(s.m_length);
    int end = s.m_offset + s.m_length;
    for (int i = s.m_offset; i < end; i++) {
      if (s.m_bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static String decodeStrictly(LuaString s) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(s.m_bytes, s.m_offset, s.m_length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
