package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Table;

/** Calls library functions with Java values, for tests. */
final class Lua {
  private Lua() {}

  static LuaValue value(Object v) {
    if (v == null) {
      return LuaValue.NIL;
    }
    if (v instanceof Number n) {
      return NumberFormat.of(n.doubleValue());
    }
    if (v instanceof Boolean b) {
      return LuaValue.valueOf(b);
    }
    return v instanceof LuaValue l ? l : LuaString.valueOf((String) v);
  }

  static Varargs args(Object... values) {
    LuaValue[] all = new LuaValue[values.length];
    for (int i = 0; i < values.length; i++) {
      all[i] = value(values[i]);
    }
    return LuaValue.varargsOf(all);
  }

  static Table list(Object... values) {
    Table t = new Table();
    for (int i = 0; i < values.length; i++) {
      t.rawset(i + 1, value(values[i]));
    }
    return t;
  }

  static Varargs call(LuaTable library, String name, Object... values) {
    return ((Builtin) library.rawget(LuaString.valueOf(name))).invoke(args(values));
  }

  /** The message of the error that a call raises; bad arguments as {@code #1 detail}. */
  static String error(LuaTable library, String name, Object... values) {
    try {
      Varargs results = call(library, name, values);
      throw new AssertionError("no error but " + results);
    } catch (BadArgumentException e) {
      return "#" + e.index() + " " + e.detail();
    } catch (LuaRuntimeException e) {
      return e.value().tojstring();
    }
  }
}
