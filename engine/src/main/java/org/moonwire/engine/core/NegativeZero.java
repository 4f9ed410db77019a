package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The number -0, which LuaJ's own number types cannot hold. As a table key it counts as the integer
 * 0, since the two are equal; everywhere else its value is {@code todouble()}.
 */
final class NegativeZero extends AliasedKey {
  static final NegativeZero INSTANCE = new NegativeZero();

  private static final LuaString TEXT = LuaString.valueOf("-0");

  private NegativeZero() {}

  @Override
  LuaValue asKey() {
    return LuaInteger.valueOf(0);
  }

  @Override
  public double todouble() {
    return -0.0;
  }

  @Override
  public float tofloat() {
    return -0.0f;
  }

  @Override
  public int toint() {
    return 0;
  }

  @Override
  public long tolong() {
    return 0;
  }

  @Override
  public double checkdouble() {
    return -0.0;
  }

  @Override
  public int checkint() {
    return 0;
  }

  @Override
  public long checklong() {
    return 0;
  }

  @Override
  public LuaInteger checkinteger() {
    return LuaInteger.valueOf(0);
  }

  @Override
  public boolean isint() {
    return true;
  }

  @Override
  public boolean islong() {
    return true;
  }

  @Override
  public boolean isinttype() {
    return true;
  }

  @Override
  public LuaValue eq(LuaValue other) {
    return LuaValue.valueOf(other.raweq(0));
  }

  @Override
  public boolean eq_b(LuaValue other) {
    return other.raweq(0);
  }

  @Override
  public boolean raweq(LuaValue other) {
    return other.raweq(0);
  }

  @Override
  public boolean raweq(double other) {
    return other == 0;
  }

  @Override
  public boolean raweq(int other) {
    return other == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LuaNumber n && n.raweq(0);
  }

  @Override
  public int hashCode() {
    return LuaInteger.hashCode(0);
  }

  @Override
  public LuaValue neg() {
    return LuaInteger.valueOf(0);
  }

  @Override
  public String tojstring() {
    return "-0";
  }

  @Override
  public LuaString strvalue() {
    return TEXT;
  }

  @Override
  public LuaValue tostring() {
    return TEXT;
  }
}
