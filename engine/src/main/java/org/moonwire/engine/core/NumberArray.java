package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/**
 * The array part of a table as long as it has nothing but numbers, booleans and nil in it, which
 * take 8 bytes each and no object. Items are counted from 0. As safe as its table.
 */
@SuppressWarnings("ReferenceEquality") // minus zero is a single object
final class NumberArray {
  // What floats are objects of: not known yet, those of level 5.2, those of level 5.4.

  private static final byte NONE = 0;
  private static final byte DOUBLE = 1;
  private static final byte FLOAT = 2;

  /** See {@link NanBox}. */
  private final long[] packed;

  private byte floats;

  private NumberArray(long[] packed, byte floats) {
    this.packed = packed;
    this.floats = floats;
  }

  /** An array that begins with these values, null for nil; null if one of them does not fit. */
  static NumberArray of(LuaValue[] values, int length) {
    long[] packed = new long[length];
    Arrays.fill(packed, NanBox.NIL);
    NumberArray array = new NumberArray(packed, NONE);
    for (int i = 0; i < values.length; i++) {
      if (!array.set(i, values[i])) {
        return null;
      }
    }
    return array;
  }

  /** A copy that is shorter or longer. */
  NumberArray resized(int length) {
    long[] copy = Arrays.copyOf(packed, length);
    if (length > packed.length) {
      Arrays.fill(copy, packed.length, length, NanBox.NIL);
    }
    return new NumberArray(copy, floats);
  }

  /** The items as values, null for nil. */
  LuaValue[] unpacked() {
    LuaValue[] values = new LuaValue[packed.length];
    for (int i = 0; i < packed.length; i++) {
      Table.pollInLargeTables(i);
      values[i] = get(i);
    }
    return values;
  }

  int length() {
    return packed.length;
  }

  boolean has(int i) {
    return packed[i] != NanBox.NIL;
  }

  /** How many items there are from {@code from} up to before {@code to}. */
  int count(int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      n += packed[i] == NanBox.NIL ? 0 : 1;
    }
    return n;
  }

  /** An item, null for nil. */
  LuaValue get(int i) {
    long bits = packed[i];
    if (NanBox.isFloat(bits)) {
      double d = Double.longBitsToDouble(bits);
      return floats == FLOAT ? new Float64(d) : NumberFormat.of(d);
    }
    if (NanBox.isInteger(bits)) {
      return Int64.of(NanBox.integer(bits));
    }
    return bits == NanBox.NIL ? null : LuaValue.valueOf(bits == NanBox.TRUE);
  }

  /** Stores a value, null for nil; false if it does not fit. */
  boolean set(int i, LuaValue value) {
    return store(i, value == null ? NanBox.NIL : pack(value));
  }

  private long pack(LuaValue v) {
    if (v instanceof LuaInteger n) {
      return NanBox.ofInteger(n.v);
    }
    if (v instanceof LuaBoolean b) {
      return b.v ? NanBox.TRUE : NanBox.FALSE;
    }
    if (v instanceof LuaDouble || v == NegativeZero.INSTANCE) {
      return packFloat(v.todouble(), DOUBLE);
    }
    if (v instanceof Float64 d) {
      return packFloat(d.v, FLOAT);
    }
    if (v instanceof Int64 n) {
      return NanBox.ofInteger(n.v);
    }
    return NanBox.UNFIT;
  }

  private long packFloat(double d, byte kind) {
    if (floats == NONE) {
      floats = kind;
    }
    return floats == kind ? NanBox.ofFloat(d) : NanBox.UNFIT;
  }

  private boolean store(int i, long bits) {
    if (bits == NanBox.UNFIT) {
      return false;
    }
    packed[i] = bits;
    return true;
  }

  /** An item that is a number, at level 5.2; else NaN. */
  double getDouble(int i) {
    long bits = packed[i];
    return NanBox.isInteger(bits) ? NanBox.integer(bits) : Double.longBitsToDouble(bits);
  }

  /** An item that is a float; else NaN. */
  double getFloat(int i) {
    // All but floats have the bits of a NaN.
    return Double.longBitsToDouble(packed[i]);
  }

  /** An item that is an integer; else the least. */
  long getLong(int i) {
    long bits = packed[i];
    return NanBox.isInteger(bits) ? NanBox.integer(bits) : Long.MIN_VALUE;
  }

  /** Stores a number of level 5.2; false if it does not fit. */
  boolean setDouble(int i, double d) {
    return CompiledValues.isInteger(d) ? setLong(i, (long) d) : store(i, packFloat(d, DOUBLE));
  }

  /** Stores a float of level 5.4; false if it does not fit. */
  boolean setFloat(int i, double d) {
    return store(i, packFloat(d, FLOAT));
  }

  /** Stores an integer of the level; false if it does not fit. */
  boolean setLong(int i, long n) {
    return store(i, NanBox.ofInteger(n));
  }

  void trace(Footprint footprint) {
    footprint.accept(packed);
  }
}
