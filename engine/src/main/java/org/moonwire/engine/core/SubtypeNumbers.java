package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Level 5.4: integers of 64 bits that wrap, and floats (Lua manual 5.4, section 2.1). An integer is
 * one of LuaJ's if it fits 32 bits, otherwise an {@link Int64}; a float is a {@link Float64}.
 */
final class SubtypeNumbers implements NumberModel {
  static final NumberModel INSTANCE = new SubtypeNumbers();

  private SubtypeNumbers() {}

  @Override
  public LuaNumber of(double d) {
    return new Float64(d);
  }

  @Override
  public LuaNumber of(long n) {
    return Int64.of(n);
  }

  @Override
  public boolean holds(long n) {
    return true;
  }

  @Override
  public LuaValue parse(byte[] text, int offset, int length) {
    LuaNumber integer = new IntegerReader(text, offset, length).read();
    if (integer != null) {
      return integer;
    }
    double d = new NumberReader(text, offset, length).read();
    return Double.isNaN(d) ? null : new Float64(d);
  }

  @Override
  public LuaNumber negate(LuaNumber x) {
    return Int64.is(x) ? Int64.of(-Int64.value(x)) : new Float64(-x.todouble());
  }

  /** As {@code constfolding} of PUC Lua: no division by zero, no NaN, no float 0. */
  @Override
  public LuaNumber fold(int op, LuaNumber x, LuaNumber y) {
    boolean divides = op == Lua.OP_DIV || op == Lua.OP_MOD || op == Opcodes54.IDIV;
    if (divides && y.todouble() == 0) {
      return null;
    }
    LuaNumber result = SubtypeArithmetic.apply(op, x, y);
    if (result == null || Int64.is(result)) {
      return result;
    }
    double d = result.todouble();
    return Double.isNaN(d) || d == 0 ? null : result;
  }

  @Override
  public boolean hasStringEvents() {
    return true;
  }

  @Override
  public void addStringEvents(LuaTable metatable) {
    StringArithmetic.install(metatable);
  }
}
