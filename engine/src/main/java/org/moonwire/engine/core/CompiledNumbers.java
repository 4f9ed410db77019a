package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * What compiled code of level 5.4 calls to work on numbers, as {@link CompiledValues} is called: an
 * integer is a {@code long} there, a float a {@code double}, and what may be either a value.
 */
public final class CompiledNumbers {
  private CompiledNumbers() {}

  public static boolean isLong(LuaValue v) {
    return Int64.is(v);
  }

  public static long longOf(LuaValue v) {
    return Int64.value(v);
  }

  public static boolean isFloat(LuaValue v) {
    return v instanceof Float64;
  }

  public static double floatOf(LuaValue v) {
    return ((Float64) v).v;
  }

  public static LuaValue boxLong(long n) {
    return Int64.of(n);
  }

  public static LuaValue boxFloat(double d) {
    return new Float64(d);
  }

  /** The result of an operator of two numbers; Java null if the interpreter has more to do. */
  public static LuaValue calculate(LuaValue x, LuaValue y, int op) {
    if (x instanceof Float64 m && y instanceof Float64 n) {
      switch (op) {
        case Lua.OP_ADD:
          return new Float64(m.v + n.v);
        case Lua.OP_SUB:
          return new Float64(m.v - n.v);
        case Lua.OP_MUL:
          return new Float64(m.v * n.v);
        default:
          // below
      }
    }
    boolean divides = op == Lua.OP_MOD || op == Opcodes54.IDIV;
    boolean numbers = x instanceof LuaNumber && y instanceof LuaNumber;
    if (!numbers || (divides && Int64.is(y) && Int64.value(y) == 0)) {
      return null;
    }
    return SubtypeArithmetic.apply(op, (LuaNumber) x, (LuaNumber) y);
  }

  public static double floatModulo(double x, double y) {
    return SubtypeArithmetic.modulo(x, y);
  }

  public static double floatQuotient(double x, double y) {
    return Math.floor(x / y);
  }

  public static long shiftLeft(long x, long by) {
    return SubtypeArithmetic.shiftLeft(x, by);
  }

  public static long shiftRight(long x, long by) {
    return SubtypeArithmetic.shiftLeft(x, -by);
  }

  // loops

  /** Whether a loop over integers from {@code first} to {@code last} runs at all. */
  public static boolean runs(long first, long last, long step) {
    return step > 0 ? first <= last : last <= first;
  }

  /** The same over floats. */
  public static boolean runsFloat(double first, double last, double step) {
    return step > 0 ? first <= last : last <= first;
  }

  /** The last whole number up to a limit that is a float. */
  public static double wholeLimit(double limit, long step) {
    return step > 0 ? Math.floor(limit) : Math.ceil(limit);
  }

  /** Whether an integer has that value. */
  public static boolean isWhole(double d) {
    return Float64.isInteger(d);
  }

  /** Whether it goes on after {@code index}, which is not beyond {@code last}. */
  public static boolean goesOn(long index, long last, long step) {
    return step > 0
        ? Long.compareUnsigned(last - index, step) >= 0
        : Long.compareUnsigned(index - last, -step) >= 0;
  }

  // keys of tables

  public static LuaValue indexLong(Task task, LuaValue o, long key) {
    LuaValue v = o instanceof Table t ? t.item(key) : null;
    return v != null ? v : CompiledValues.index(task, o, Int64.of(key));
  }

  public static LuaValue indexFloat(Task task, LuaValue o, double key) {
    return Float64.isInteger(key)
        ? indexLong(task, o, (long) key)
        : CompiledValues.index(task, o, new Float64(key));
  }

  public static boolean putLong(LuaValue o, long key, LuaValue v) {
    return (o instanceof Table t && t.storeItem(key, v)) || CompiledValues.put(o, Int64.of(key), v);
  }

  public static boolean putFloat(LuaValue o, double key, LuaValue v) {
    return Float64.isInteger(key)
        ? putLong(o, (long) key, v)
        : !Double.isNaN(key) && CompiledValues.put(o, new Float64(key), v);
  }
}
