package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The metatables that all values of a type share in one realm: strings have one, the other types
 * get theirs from {@code debug.setmetatable}. Realm thread only.
 */
final class BasicMetatables {
  private static final LuaString STRING = LuaString.valueOf("string");

  private final Realm realm;

  /** Made when first needed; null afterwards if a script has taken it away. */
  private LuaTable string;

  private boolean hasString;

  /**
   * What strings are indexed with as long as no script can reach their metatable; null until one
   * is, and when a script can.
   */
  private LuaValue stringIndex;

  /** By type, shifted by one because light userdata is -1; null until one is set. */
  private LuaTable[] others;

  BasicMetatables(Realm realm) {
    this.realm = realm;
  }

  private LuaTable string() {
    if (!hasString) {
      hasString = true;
      string = new Table(0, 1);
      string.rawset(Metatables.INDEX, realm.library().get(STRING));
      realm.core().numbers().addStringEvents(string);
    }
    return string;
  }

  /** The metatable of a value that has none of its own; null if its type has none. */
  LuaTable of(LuaValue v) {
    int type = v.type();
    if (type == LuaValue.TSTRING) {
      return string();
    }
    return others == null ? null : others[type + 1];
  }

  /**
   * As {@link #of}; null also for strings as long as nobody has seen theirs and it has an index
   * only.
   */
  LuaTable ofOtherEvents(LuaValue v) {
    return hasString || v.type() != LuaValue.TSTRING || realm.core().numbers().hasStringEvents()
        ? of(v)
        : null;
  }

  LuaValue stringIndex() {
    if (stringIndex != null) {
      return stringIndex;
    }
    if (!hasString) {
      stringIndex = realm.library().get(STRING);
      return stringIndex;
    }
    return string == null ? LuaValue.NIL : string.rawget(Metatables.INDEX);
  }

  /** Hands a metatable to a script, which may change it. */
  LuaTable open(LuaValue v) {
    LuaTable metatable = of(v);
    if (v.type() == LuaValue.TSTRING) {
      stringIndex = null;
    }
    return metatable;
  }

  /** Sets the metatable of the type of {@code v}, null for none. */
  void set(LuaValue v, LuaTable metatable) {
    if (v.type() == LuaValue.TSTRING) {
      hasString = true;
      string = metatable;
      stringIndex = null;
      return;
    }
    if (others == null) {
      others = new LuaTable[LuaValue.TTHREAD + 2];
    }
    others[v.type() + 1] = metatable;
  }
}
