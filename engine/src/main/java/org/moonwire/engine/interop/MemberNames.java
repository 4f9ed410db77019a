package org.moonwire.engine.interop;

import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.LuaStrings;

/**
 * Remembers the texts of the Lua strings that scripts index objects with, which are mostly the
 * constants of a few chunks. Thread-safe without locks: entries are immutable, and a lost one is
 * made again.
 */
final class MemberNames {
  private static final int SIZE = 256;
  private static final int MAX_LENGTH = 64;
  private static final Entry[] ENTRIES = new Entry[SIZE];

  private record Entry(LuaString key, String text) {}

  private MemberNames() {}

  /** The text, or null if the bytes are not valid UTF-8. */
  @SuppressWarnings("ReferenceEquality") // The very same string object, as a constant is.
  static String of(LuaString s) {
    int slot = s.hashCode() & (SIZE - 1);
    Entry entry = ENTRIES[slot];
    if (entry != null && entry.key == s) {
      return entry.text;
    }
    String text = LuaStrings.decode(s);
    if (text != null && s.m_length <= MAX_LENGTH) {
      // As the names of members are.
      text = text.intern();
      ENTRIES[slot] = new Entry(s, text);
    }
    return text;
  }
}
