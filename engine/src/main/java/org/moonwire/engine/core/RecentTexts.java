package org.moonwire.engine.core;

import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;

/**
 * The Lua strings of short texts that a realm was given lately: modules give the same few names
 * again and again. Safe to use from any thread; a race loses an entry at most.
 */
public final class RecentTexts {
  static final int MAX_LENGTH = 16;
  private static final int SLOTS = 32;

  private final Entry[] entries = new Entry[SLOTS];

  /** A text and its Lua string. */
  record Entry(String text, LuaString string) {}

  RecentTexts() {}

  /** The Lua string of {@code text}. */
  public LuaString of(String text) {
    return text.length() > MAX_LENGTH ? encode(text) : entry(text).string;
  }

  /** As above, for a text of at most {@link #MAX_LENGTH}. */
  Entry entry(String text) {
    int slot = text.hashCode() & (SLOTS - 1);
    Entry entry = entries[slot];
    if (entry == null || !entry.text.equals(text)) {
      entry = new Entry(text, encode(text));
      entries[slot] = entry;
    }
    return entry;
  }

  private static LuaString encode(String text) {
    return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
  }
}
