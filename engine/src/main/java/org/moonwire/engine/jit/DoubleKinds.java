package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.BOXED;
import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * Level 5.2: all numbers are doubles. Some are at hand as integers of 32 bits, which is another way
 * to have a double, and every number may be taken for a double.
 */
final class DoubleKinds implements NumberKinds {
  @Override
  public int of(LuaValue constant) {
    return constant instanceof LuaInteger
        ? INTEGER
        : constant instanceof LuaNumber ? DOUBLE : BOXED;
  }

  @Override
  public int join(int x, int y) {
    boolean numbers = (x & Registers.NUMERIC) != 0 && (y & Registers.NUMERIC) != 0;
    return numbers ? DOUBLE : BOXED;
  }

  @Override
  public int expected(int i, int operand) {
    return DOUBLE;
  }

  @Override
  public int expectedWith(int i, int operand, LuaValue other) {
    return other instanceof LuaNumber ? DOUBLE : 0;
  }

  @Override
  public int compared(int i, int x, int y) {
    return (x & y & INTEGER) != 0 ? INTEGER : (x | y) != 0 ? DOUBLE : 0;
  }

  @Override
  public boolean isOther(int i, int operand) {
    return false;
  }

  @Override
  public String test(int kind) {
    return "isNumber";
  }

  @Override
  public String unbox(int kind) {
    return "valueOf";
  }

  @Override
  public String box(int kind) {
    return kind == INTEGER ? "boxInteger" : "boxDouble";
  }

  @Override
  public String key(int kind) {
    return kind == INTEGER ? "Integer" : "Double";
  }
}
