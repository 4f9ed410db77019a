package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Level 5.2: all numbers are doubles. LuaJ's integer is a way to keep some of them. */
final class DoubleNumbers implements NumberModel {
  static final NumberModel INSTANCE = new DoubleNumbers();

  private static final long EXACT = 1L << 53;

  private DoubleNumbers() {}

  @Override
  public LuaNumber of(double d) {
    return NumberFormat.of(d);
  }

  @Override
  public LuaNumber of(long n) {
    return NumberFormat.of(n);
  }

  @Override
  public boolean holds(long n) {
    return n >= -EXACT && n <= EXACT;
  }

  @Override
  public LuaValue parse(byte[] text, int offset, int length) {
    return NumberFormat.parse(text, offset, length);
  }

  @Override
  public LuaNumber negate(LuaNumber x) {
    return NumberFormat.of(-x.todouble());
  }

  @Override
  public LuaNumber fold(int op, LuaNumber x, LuaNumber y) {
    double divisor = y.todouble();
    if (divisor == 0 && (op == Lua.OP_DIV || op == Lua.OP_MOD)) {
      return null;
    }
    double result = Arithmetic.apply(op, x.todouble(), divisor);
    return Double.isNaN(result) ? null : NumberFormat.of(result);
  }

  @Override
  public boolean hasStringEvents() {
    return false;
  }

  @Override
  public void addStringEvents(LuaTable metatable) {
    // the operators themselves convert strings
  }
}
