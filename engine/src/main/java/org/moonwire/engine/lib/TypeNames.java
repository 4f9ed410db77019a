package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The strings that {@code type} returns, made once for all realms. */
final class TypeNames {
  private static final LuaString NIL = LuaString.valueOf("nil");
  private static final LuaString BOOLEAN = LuaString.valueOf("boolean");
  private static final LuaString NUMBER = LuaString.valueOf("number");
  private static final LuaString STRING = LuaString.valueOf("string");
  private static final LuaString TABLE = LuaString.valueOf("table");
  private static final LuaString FUNCTION = LuaString.valueOf("function");
  private static final LuaString THREAD = LuaString.valueOf("thread");
  private static final LuaString USERDATA = LuaString.valueOf("userdata");

  private TypeNames() {}

  static LuaString of(LuaValue v) {
    return switch (v.type()) {
      case LuaValue.TNIL -> NIL;
      case LuaValue.TBOOLEAN -> BOOLEAN;
      case LuaValue.TNUMBER -> NUMBER;
      case LuaValue.TSTRING -> STRING;
      case LuaValue.TTABLE -> TABLE;
      case LuaValue.TFUNCTION -> FUNCTION;
      case LuaValue.TTHREAD -> THREAD;
      default -> USERDATA;
    };
  }
}
