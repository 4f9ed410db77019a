package org.moonwire.engine.core;

import java.util.Map;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Arithmetic on strings that read as numbers at level 5.4: metamethods of strings (Lua manual 5.4,
 * section 3.4.3).
 */
final class StringArithmetic {
  private static final Map<String, Integer> OPERATORS =
      Map.of(
          "__add",
          Lua.OP_ADD,
          "__sub",
          Lua.OP_SUB,
          "__mul",
          Lua.OP_MUL,
          "__div",
          Lua.OP_DIV,
          "__mod",
          Lua.OP_MOD,
          "__pow",
          Lua.OP_POW,
          "__unm",
          Lua.OP_UNM,
          "__idiv",
          Opcodes54.IDIV);

  private StringArithmetic() {}

  static void install(LuaTable metatable) {
    OPERATORS.forEach(
        (event, op) ->
            metatable.rawset(
                LuaString.valueOf(event),
                Builtin.of(event, args -> apply(event, op, args.arg1(), args.arg(2)))));
  }

  private static Varargs apply(String event, int op, LuaValue x, LuaValue y) {
    LuaNumber m = number(x);
    LuaNumber n = number(y);
    if (m != null && n != null) {
      return SubtypeArithmetic.apply(op, m, n);
    }
    LuaValue handler = LuaValue.NIL;
    if (!(y instanceof LuaString)) {
      handler = Ops.metamethod(y, LuaString.valueOf(event));
    }
    if (handler.isnil()) {
      throw LuaRuntimeException.message(
          "attempt to %s a '%s' with a '%s'"
              .formatted(event.substring(2), x.typename(), y.typename()));
    }
    return Ops.call(handler, LuaValue.varargsOf(x, y)).arg1();
  }

  private static LuaNumber number(LuaValue v) {
    if (v instanceof LuaString s) {
      LuaValue read = SubtypeNumbers.INSTANCE.parse(s.m_bytes, s.m_offset, s.m_length);
      return read == null ? null : (LuaNumber) read;
    }
    return v instanceof LuaNumber n ? n : null;
  }
}
