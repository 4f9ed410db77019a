package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * An integer of level 5.4 that LuaJ's type does not hold, which has 32 bits: every other one is a
 * {@link LuaInteger}, so that equal integers are of the same class. Level 5.2 has none of these.
 */
public final class Int64 extends LuaNumber {
  final long v;

  private Int64(long v) {
    this.v = v;
  }

  /** The integer of that value. */
  public static LuaNumber of(long v) {
    int i = (int) v;
    return i == v ? LuaInteger.valueOf(i) : new Int64(v);
  }

  /** Whether a value is an integer of level 5.4. */
  public static boolean is(LuaValue v) {
    return v instanceof LuaInteger || v instanceof Int64;
  }

  /** The value of what {@link #is} an integer. */
  public static long value(LuaValue integer) {
    return integer instanceof LuaInteger n ? n.v : ((Int64) integer).v;
  }

  /** Whether a double has the value of a long. */
  public static boolean isDouble(long n) {
    double d = (double) n;
    // of 2^63 the cast gives the greatest long
    return (long) d == n && d < 0x1p63;
  }

  /** Compares two numbers that are equal as doubles, exactly. */
  static int compare(LuaValue x, LuaValue y) {
    if (is(x) && is(y)) {
      return Long.compare(value(x), value(y));
    }
    if (is(y)) {
      return -compare(y, x);
    }
    double d = y.todouble();
    return Float64.isInteger(d) ? Long.compare(value(x), (long) d) : d > 0 ? -1 : 1;
  }

  @Override
  public double todouble() {
    return (double) v;
  }

  @Override
  public float tofloat() {
    return (float) v;
  }

  @Override
  public int toint() {
    return (int) v;
  }

  @Override
  public long tolong() {
    return v;
  }

  @Override
  public boolean islong() {
    return true;
  }

  @Override
  public double checkdouble() {
    return (double) v;
  }

  @Override
  public long checklong() {
    return v;
  }

  @Override
  public boolean raweq(LuaValue other) {
    return other instanceof Int64 n && n.v == v;
  }

  @Override
  public boolean eq_b(LuaValue other) {
    return Comparison.rawEqual(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Int64 n && n.v == v;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(v) * 31;
  }

  @Override
  public String tojstring() {
    return Long.toString(v);
  }

  @Override
  public LuaString strvalue() {
    return LuaString.valueOf(tojstring());
  }

  @Override
  public LuaValue tostring() {
    return strvalue();
  }
}
