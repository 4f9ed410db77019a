package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * Finds metamethods. Tables and userdata have a metatable each; the other types have one per realm
 * at most.
 */
@SuppressWarnings("ReferenceEquality") // the names of events are constants
final class Metatables {
  static final LuaString INDEX = LuaString.valueOf("__index");
  static final LuaString NEWINDEX = LuaString.valueOf("__newindex");
  static final LuaString LEN = LuaString.valueOf("__len");
  static final LuaString EQ = LuaString.valueOf("__eq");
  static final LuaString LT = LuaString.valueOf("__lt");
  static final LuaString LE = LuaString.valueOf("__le");
  static final LuaString CONCAT = LuaString.valueOf("__concat");
  static final LuaString TOSTRING = LuaString.valueOf("__tostring");

  private static final LuaString[] OF_OPERATORS = new LuaString[Opcodes54.COUNT];

  static {
    OF_OPERATORS[Lua.OP_ADD] = LuaString.valueOf("__add");
    OF_OPERATORS[Lua.OP_SUB] = LuaString.valueOf("__sub");
    OF_OPERATORS[Lua.OP_MUL] = LuaString.valueOf("__mul");
    OF_OPERATORS[Lua.OP_DIV] = LuaString.valueOf("__div");
    OF_OPERATORS[Lua.OP_MOD] = LuaString.valueOf("__mod");
    OF_OPERATORS[Lua.OP_POW] = LuaString.valueOf("__pow");
    OF_OPERATORS[Lua.OP_UNM] = LuaString.valueOf("__unm");
    OF_OPERATORS[Opcodes54.IDIV] = LuaString.valueOf("__idiv");
    OF_OPERATORS[Opcodes54.BAND] = LuaString.valueOf("__band");
    OF_OPERATORS[Opcodes54.BOR] = LuaString.valueOf("__bor");
    OF_OPERATORS[Opcodes54.BXOR] = LuaString.valueOf("__bxor");
    OF_OPERATORS[Opcodes54.SHL] = LuaString.valueOf("__shl");
    OF_OPERATORS[Opcodes54.SHR] = LuaString.valueOf("__shr");
    OF_OPERATORS[Opcodes54.BNOT] = LuaString.valueOf("__bnot");
    OF_OPERATORS[Lua.OP_LEN] = LEN;
    OF_OPERATORS[Lua.OP_EQ] = EQ;
    OF_OPERATORS[Lua.OP_LT] = LT;
    OF_OPERATORS[Lua.OP_LE] = LE;
    OF_OPERATORS[Lua.OP_CONCAT] = CONCAT;
  }

  private Metatables() {}

  /** The event of an instruction that computes or compares, null for others. */
  static LuaString ofOperator(int op) {
    return OF_OPERATORS[op];
  }

  /** The metamethod, NIL if there is none. */
  static LuaValue metamethod(Realm realm, LuaValue v, LuaString event) {
    LuaValue metatable;
    if (v instanceof LuaTable || v instanceof LuaUserdata) {
      metatable = v.getmetatable();
    } else if (realm == null) {
      metatable = null;
    } else {
      metatable = event == INDEX ? realm.metatables().of(v) : realm.metatables().ofOtherEvents(v);
    }
    return metatable instanceof LuaTable t ? t.rawget(event) : LuaValue.NIL;
  }
}
