package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * Finds metamethods. Tables and userdata have a metatable each; strings have one per realm; the
 * other types have none.
 */
final class Metatables {
  static final LuaString INDEX = LuaString.valueOf("__index");
  static final LuaString NEWINDEX = LuaString.valueOf("__newindex");
  static final LuaString LEN = LuaString.valueOf("__len");
  static final LuaString EQ = LuaString.valueOf("__eq");
  static final LuaString LT = LuaString.valueOf("__lt");
  static final LuaString LE = LuaString.valueOf("__le");
  static final LuaString CONCAT = LuaString.valueOf("__concat");
  static final LuaString TOSTRING = LuaString.valueOf("__tostring");

  private Metatables() {}

  /** The metamethod, NIL if there is none. */
  static LuaValue metamethod(Realm realm, LuaValue v, LuaString event) {
    LuaValue metatable = of(realm, v);
    return metatable instanceof LuaTable t ? t.rawget(event) : LuaValue.NIL;
  }

  private static LuaValue of(Realm realm, LuaValue v) {
    if (v instanceof LuaTable || v instanceof LuaUserdata) {
      return v.getmetatable();
    }
    return v instanceof LuaString && realm != null ? realm.stringMetatable() : null;
  }
}
