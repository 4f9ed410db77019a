package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A float of level 5.4, whole or not: LuaJ makes an integer of a whole double. Level 5.2 has none
 * of these.
 */
public final class Float64 extends AliasedKey {
  /** -2^63 is the least double that is an integer, 2^63 the first that is none any more. */
  private static final double TWO_TO_63 = 0x1p63;

  final double v;

  /** The float of that value. */
  public Float64(double v) {
    this.v = v;
  }

  /** Whether a double has the value of an integer of 64 bits. */
  public static boolean isInteger(double d) {
    return d >= -TWO_TO_63 && d < TWO_TO_63 && d == Math.rint(d);
  }

  @Override
  LuaValue asKey() {
    return isInteger(v) ? Int64.of((long) v) : this;
  }

  @Override
  public double todouble() {
    return v;
  }

  @Override
  public float tofloat() {
    return (float) v;
  }

  @Override
  public int toint() {
    return (int) (long) v;
  }

  @Override
  public long tolong() {
    return (long) v;
  }

  @Override
  public boolean islong() {
    return isInteger(v);
  }

  @Override
  public double checkdouble() {
    return v;
  }

  @Override
  public long checklong() {
    return (long) v;
  }

  @Override
  public boolean isvalidkey() {
    return !Double.isNaN(v);
  }

  @Override
  public boolean raweq(LuaValue other) {
    return Comparison.rawEqual(this, other);
  }

  @Override
  public boolean eq_b(LuaValue other) {
    return Comparison.rawEqual(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LuaValue value && Comparison.rawEqual(this, value);
  }

  /** The one of the number that is equal to it, of whatever class. */
  @Override
  public int hashCode() {
    LuaValue key = asKey();
    return key instanceof LuaInteger || key instanceof Int64
        ? key.hashCode()
        : Double.hashCode(v) * 31;
  }

  @Override
  public String tojstring() {
    return strvalue().tojstring();
  }

  @Override
  public LuaString strvalue() {
    return Ops.numberToString(this);
  }

  @Override
  public LuaValue tostring() {
    return strvalue();
  }
}
