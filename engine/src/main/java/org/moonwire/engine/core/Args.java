package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Reads arguments as PUC Lua's {@code luaL_check*} functions do; positions are 1-based, errors are
 * {@link BadArgumentException}.
 */
public final class Args {
  private Args() {}

  /** The argument, which must be present, nil included. */
  public static LuaValue any(Varargs args, int i) {
    if (i > args.narg()) {
      throw new BadArgumentException(i, "value expected");
    }
    return args.arg(i);
  }

  /** A string; a number is converted. */
  public static LuaString string(Varargs args, int i) {
    LuaValue v = args.arg(i);
    if (v instanceof LuaString s) {
      return s;
    }
    if (v.type() == LuaValue.TNUMBER) {
      return Ops.numberToString(v);
    }
    throw typeError(args, i, "string");
  }

  /** A string, or {@code fallback} where the argument is nil or missing. */
  public static LuaString string(Varargs args, int i, LuaString fallback) {
    return args.arg(i).isnil() ? fallback : string(args, i);
  }

  /** A number; a numeric string is converted. */
  public static double number(Varargs args, int i) {
    return numberValue(args, i).todouble();
  }

  /** As {@link #number(Varargs, int)}, of the class that it has. */
  public static LuaNumber numberValue(Varargs args, int i) {
    LuaValue n = Ops.toNumber(args.arg(i));
    if (n == null) {
      throw typeError(args, i, "number");
    }
    return (LuaNumber) n;
  }

  /** A number, or {@code fallback} where the argument is nil or missing. */
  public static double number(Varargs args, int i, double fallback) {
    return args.arg(i).isnil() ? fallback : number(args, i);
  }

  /**
   * An integer. What level 5.2 has in its place is a number as a {@code ptrdiff_t}: truncated
   * toward zero, saturated at the ends, NaN read as the smallest.
   */
  public static long integer(Varargs args, int i) {
    LuaValue n = args.arg(i);
    if (n instanceof LuaString) {
      n = Ops.toNumber(n);
    }
    if (n instanceof LuaInteger small) {
      return small.v;
    }
    if (n instanceof Int64 large) {
      return large.v;
    }
    if (n instanceof Float64 f) {
      return whole(f.v, i);
    }
    double d = number(args, i);
    return Double.isNaN(d) ? Long.MIN_VALUE : (long) d;
  }

  private static long whole(double d, int i) {
    if (!Float64.isInteger(d)) {
      throw new BadArgumentException(i, "number has no integer representation");
    }
    return (long) d;
  }

  /**
   * As {@link #integer(Varargs, int)}, or {@code fallback} where the argument is nil or missing.
   */
  public static long integer(Varargs args, int i, long fallback) {
    return args.arg(i).isnil() ? fallback : integer(args, i);
  }

  /** A table. */
  public static LuaTable table(Varargs args, int i) {
    if (args.arg(i) instanceof LuaTable t) {
      return t;
    }
    throw typeError(args, i, "table");
  }

  /** A function. */
  public static LuaValue function(Varargs args, int i) {
    LuaValue v = args.arg(i);
    if (v.isfunction()) {
      return v;
    }
    throw typeError(args, i, "function");
  }

  /** The error {@code EXPECTED expected, got TYPE}. */
  public static BadArgumentException typeError(Varargs args, int i, String expected) {
    String got = i > args.narg() ? "no value" : Wording.running().typeName(args.arg(i));
    return new BadArgumentException(i, expected + " expected, got " + got);
  }
}
