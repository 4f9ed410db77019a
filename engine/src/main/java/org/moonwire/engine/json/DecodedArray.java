package org.moonwire.engine.json;

import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Entries;
import org.moonwire.engine.core.Table;

/**
 * What an array with {@code null} in it was read as: it is written as an array again, of as many
 * elements at least, in which holes are {@code null}.
 */
final class DecodedArray extends Table {
  private final int length;

  DecodedArray(LuaValue[] from, int start, int length) {
    super(from, start, length);
    this.length = length;
  }

  /** False if a script has added a key that no array has. */
  boolean hasOnlyItems() {
    for (Entries entries = new Entries(this); entries.next(); ) {
      if (!JsonWriter.isPositiveInteger(entries.key())) {
        return false;
      }
    }
    return true;
  }

  /** How many elements were read. */
  int decodedLength() {
    return length;
  }
}
