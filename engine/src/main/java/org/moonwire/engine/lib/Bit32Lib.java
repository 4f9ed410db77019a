package org.moonwire.engine.lib;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;

/** The library {@code bit32} (Lua manual 5.2, section 6.7). */
public final class Bit32Lib {
  private static final int BITS = 32;

  /**
   * Added to a double, it moves the integer part, rounded, into the lowest bits: PUC Lua's
   * conversion.
   */
  private static final double ROUNDER = 6755399441055744.0;

  private static final Library LIBRARY =
      Library.of(
          Builtin.leaf("arshift", Bit32Lib::arithmeticShift),
          Builtin.leaf("band", args -> unsigned(and(args))),
          Builtin.leaf("bnot", args -> unsigned(~bits(args, 1))),
          Builtin.leaf("bor", Bit32Lib::or),
          Builtin.leaf("btest", args -> LuaValue.valueOf(and(args) != 0)),
          Builtin.leaf("bxor", Bit32Lib::xor),
          Builtin.leaf("extract", Bit32Lib::extract),
          Builtin.leaf(
              "lrotate",
              args -> unsigned(Integer.rotateLeft(bits(args, 1), (int) Args.integer(args, 2)))),
          Builtin.leaf("lshift", args -> unsigned(shift(bits(args, 1), Args.integer(args, 2)))),
          Builtin.leaf("replace", Bit32Lib::replace),
          Builtin.leaf(
              "rrotate",
              args -> unsigned(Integer.rotateRight(bits(args, 1), (int) Args.integer(args, 2)))),
          Builtin.leaf(
              "rshift",
              args -> unsigned(shift(bits(args, 1), -Math.max(-BITS, Args.integer(args, 2))))));

  private Bit32Lib() {}

  /** A new table of the library's functions. */
  public static LuaTable create() {
    return LIBRARY.table();
  }

  private static int bits(Varargs args, int i) {
    double d = Args.number(args, i);
    int n = (int) d;
    return n == d ? n : (int) Double.doubleToRawLongBits(d + ROUNDER);
  }

  private static LuaValue unsigned(int bits) {
    return NumberFormat.of(bits & 0xffffffffL);
  }

  private static int and(Varargs args) {
    int result = -1;
    for (int i = 1; i <= args.narg(); i++) {
      result &= bits(args, i);
    }
    return result;
  }

  private static Varargs or(Varargs args) {
    int result = 0;
    for (int i = 1; i <= args.narg(); i++) {
      result |= bits(args, i);
    }
    return unsigned(result);
  }

  private static Varargs xor(Varargs args) {
    int result = 0;
    for (int i = 1; i <= args.narg(); i++) {
      result ^= bits(args, i);
    }
    return unsigned(result);
  }

  /** Shifts to the left, or to the right where {@code by} is negative; zeros come in. */
  private static int shift(int bits, long by) {
    if (by <= -BITS || by >= BITS) {
      return 0;
    }
    return by >= 0 ? bits << by : bits >>> -by;
  }

  private static Varargs arithmeticShift(Varargs args) {
    int bits = bits(args, 1);
    long by = Args.integer(args, 2);
    if (by < 0) {
      return unsigned(shift(bits, -Math.max(-BITS, by)));
    }
    return unsigned(bits >> Math.min(by, BITS - 1));
  }

  private static Varargs extract(Varargs args) {
    int bits = bits(args, 1);
    int field = field(args, 2);
    return unsigned(bits >>> field & mask(width(args, 3, field)));
  }

  private static Varargs replace(Varargs args) {
    int bits = bits(args, 1);
    int value = bits(args, 2);
    int field = field(args, 3);
    int mask = mask(width(args, 4, field));
    return unsigned((bits & ~(mask << field)) | (value & mask) << field);
  }

  private static int field(Varargs args, int i) {
    long field = Args.integer(args, i);
    if (field < 0) {
      throw new BadArgumentException(i, "field cannot be negative");
    }
    return (int) Math.min(field, BITS);
  }

  private static int width(Varargs args, int i, int field) {
    long width = Args.integer(args, i, 1);
    if (width <= 0) {
      throw new BadArgumentException(i, "width must be positive");
    }
    if (field + Math.min(width, BITS + 1) > BITS) {
      throw LuaRuntimeException.message("trying to access non-existent bits");
    }
    return (int) width;
  }

  private static int mask(int width) {
    return -1 >>> (BITS - width);
  }
}
