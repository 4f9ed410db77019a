package org.moonwire.engine.core;

import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Lua strings of Java texts and back, in UTF-8: LuaJ's own ways end at U+FFFF. */
public final class Texts {
  private Texts() {}

  /** The Lua string of a text. */
  public static LuaString of(String text) {
    return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a string, bytes that are no UTF-8 replaced; of another value its raw text. */
  public static String read(LuaValue value) {
    if (!(value instanceof LuaString s)) {
      return value.tojstring();
    }
    Poll.bytes(s.m_length);
    return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8);
  }
}
