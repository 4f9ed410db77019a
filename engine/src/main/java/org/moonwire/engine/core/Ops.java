package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The operations of Lua on any values, metamethods included, for code that is not the interpreter
 * loop (Lua manual 5.2, sections 2.4 and 3.4). A metamethod or a function that they call runs
 * nested in the calling Java frame.
 */
public final class Ops {
  private Ops() {}

  /** Calls any value, {@code __call} included. */
  public static Varargs call(LuaValue f, Varargs args) {
    return f.invoke(args);
  }

  /** The text of a number as {@code lua_Number2str} writes it ({@code %.14g}). */
  public static LuaString numberToString(LuaValue number) {
    return Numbers.format(number.todouble());
  }

  /**
   * The number that {@code v} is or, if it is a numeric string, reads as; null for anything else.
   */
  public static LuaValue toNumber(LuaValue v) {
    if (v.type() == LuaValue.TNUMBER) {
      return v;
    }
    return v instanceof LuaString s ? Numbers.parse(s) : null;
  }

  /** {@code tostring(v)}, {@code __tostring} included. */
  public static LuaString toString(LuaValue v) {
    return v.strvalue();
  }

  /** {@code t[k]}. */
  public static LuaValue index(LuaValue t, LuaValue k) {
    return t.get(k);
  }

  /** {@code t[k] = v}. */
  public static void setIndex(LuaValue t, LuaValue k, LuaValue v) {
    t.set(k, v);
  }

  /** {@code a == b}. */
  public static boolean equal(LuaValue a, LuaValue b) {
    return a.eq_b(b);
  }

  /** {@code a < b}. */
  public static boolean lessThan(LuaValue a, LuaValue b) {
    return a.lt_b(b);
  }

  /** {@code #v}. */
  public static LuaValue length(LuaValue v) {
    return v.len();
  }

  /**
   * The metamethod of {@code v} named {@code event}, for example {@code __index}; NIL if there is
   * none.
   */
  public static LuaValue metamethod(LuaValue v, LuaString event) {
    return v.metatag(event);
  }
}
