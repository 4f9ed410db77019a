package org.moonwire.engine.json;

import org.luaj.vm2.LuaString;

/**
 * The keys of objects that were read lately, as the same few come again and again. Shared by all
 * engines, since strings do not change; bounded in number and length. Thread-safe: a slot is
 * replaced as a whole, and one that is missed is made anew.
 */
final class KeyCache {
  private static final int SLOTS = 1024;
  private static final int MAX_LENGTH = 64;

  private final Slot[] slots = new Slot[SLOTS];

  private record Slot(String name, LuaString key) {}

  /** The key of that name; null if it is not known. */
  LuaString find(String name) {
    Slot slot = slots[index(name)];
    return slot != null && slot.name().equals(name) ? slot.key() : null;
  }

  void keep(String name, LuaString key) {
    if (name.length() <= MAX_LENGTH) {
      slots[index(name)] = new Slot(name, key);
    }
  }

  private static int index(String name) {
    int hash = name.hashCode();
    return (hash ^ (hash >>> 16)) & (SLOTS - 1);
  }
}
