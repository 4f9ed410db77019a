package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A walk over the entries of a table, in the order of {@code next} but without looking each key up
 * again. The table must not be written to meanwhile. Realm thread only.
 */
public final class Entries {
  private final LuaTable table;

  /** The same table if its storage is known. */
  private final Table own;

  private int at = -1;
  private LuaValue key = LuaValue.NIL;
  private LuaValue value = LuaValue.NIL;

  public Entries(LuaTable table) {
    this.table = table;
    this.own = table instanceof Table t ? t : null;
  }

  /** Goes to the next entry; false after the last one. */
  public boolean next() {
    if (own == null) {
      Varargs entry = table.next(key);
      key = entry.arg1();
      value = entry.arg(2);
      return !key.isnil();
    }
    for (at = own.entryAfter(at); at >= 0; at = own.entryAfter(at)) {
      key = own.isItem(at) ? null : own.keyAt(at);
      value = own.valueAt(at);
      if (value != null && (key != null || own.isItem(at))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The index of an array item; 0 if the entry is kept elsewhere, though its key may be a number.
   */
  public int item() {
    return own != null && own.isItem(at) ? at + 1 : 0;
  }

  public LuaValue key() {
    if (key == null) {
      key = LuaInteger.valueOf(at + 1);
    }
    return key;
  }

  public LuaValue value() {
    return value;
  }
}
