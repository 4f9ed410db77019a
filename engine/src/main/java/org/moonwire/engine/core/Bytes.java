package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.LuaString;

/** Compares byte strings; long ones count as work, so that a loop of comparisons can be stopped. */
final class Bytes {
  private Bytes() {}

  @SuppressWarnings("ReferenceEquality") // the same string needs no look
  static boolean equal(LuaString s, LuaString t) {
    if (s == t) {
      return true;
    }
    if (s.m_length != t.m_length || s.hashCode() != t.hashCode()) {
      return false;
    }
    Poll.bytes(s.m_length);
    return Arrays.equals(s.m_bytes, s.m_offset, end(s), t.m_bytes, t.m_offset, end(t));
  }

  /** By unsigned bytes, the order of the C locale. */
  static int compare(LuaString s, LuaString t) {
    Poll.bytes(Math.min(s.m_length, t.m_length));
    return Arrays.compareUnsigned(s.m_bytes, s.m_offset, end(s), t.m_bytes, t.m_offset, end(t));
  }

  private static int end(LuaString s) {
    return s.m_offset + s.m_length;
  }
}
