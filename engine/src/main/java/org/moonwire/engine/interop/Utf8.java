package org.moonwire.engine.interop;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.Poll;

/** Text of Lua strings. Lua strings are bytes; Java text is made from them strictly. */
public final class Utf8 {
  private Utf8() {}

  /** The text, or null if the bytes are not valid UTF-8. */
  public static String decode(LuaString s) {
    Poll.bytes(s.m_length);
    byte[] bytes = s.m_bytes;
    int end = s.m_offset + s.m_length;
    for (int i = s.m_offset; i < end; i++) {
      if (bytes[i] < 0) {
        return decodeStrictly(s);
      }
    }
    return new String(bytes, s.m_offset, s.m_length, StandardCharsets.ISO_8859_1);
  }

  /** True if the bytes are valid UTF-8; LuaJ's own check knows no characters beyond U+FFFF. */
  static boolean isText(LuaString s) {
    Poll.bytes(s.m_length);
    int end = s.m_offset + s.m_length;
    for (int i = s.m_offset; i < end; i++) {
      if (s.m_bytes[i] < 0) {
        return decodeStrictly(s) != null;
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

  /** The text with replacement characters where the bytes are not valid UTF-8: for messages. */
  public static String display(LuaString s) {
    Poll.bytes(s.m_length);
    return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8);
  }

  /** The bytes; the array is the caller's. */
  public static byte[] bytes(LuaString s) {
    Poll.bytes(s.m_length);
    byte[] copy = new byte[s.m_length];
    System.arraycopy(s.m_bytes, s.m_offset, copy, 0, copy.length);
    return copy;
  }

  /** The Lua string of a text. */
  public static LuaString encode(String text) {
    Poll.bytes(text.length());
    return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
  }
}
