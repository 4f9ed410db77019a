package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The arithmetic operators (Lua manual 5.2, section 3.4.1) on doubles, with coercion of strings and
 * metamethods.
 */
final class Arithmetic {
  private Arithmetic() {}

  /** The sum of two numbers; null if they are not both numbers. */
  static LuaValue add(LuaValue x, LuaValue y) {
    if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
      return LuaInteger.valueOf((long) m.v + n.v);
    }
    return x instanceof LuaNumber && y instanceof LuaNumber
        ? NumberFormat.of(value(x) + value(y))
        : null;
  }

  /** The difference of two numbers; null if they are not both numbers. */
  static LuaValue subtract(LuaValue x, LuaValue y) {
    if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
      return LuaInteger.valueOf((long) m.v - n.v);
    }
    return x instanceof LuaNumber && y instanceof LuaNumber
        ? NumberFormat.of(value(x) - value(y))
        : null;
  }

  /** The product of two numbers; null if they are not both numbers. */
  static LuaValue multiply(LuaValue x, LuaValue y) {
    return x instanceof LuaNumber && y instanceof LuaNumber
        ? NumberFormat.of(value(x) * value(y))
        : null;
  }

  /** The value of a number; a LuaInteger and a LuaDouble make no virtual call. */
  private static double value(LuaValue number) {
    if (number instanceof LuaInteger n) {
      return n.v;
    }
    return number instanceof LuaDouble d ? d.todouble() : number.todouble();
  }

  /** The result, or null if a metamethod was called that will deliver it. */
  static LuaValue compute(Task task, Frame f, int op, LuaValue x, LuaValue y) {
    if (x instanceof LuaNumber && y instanceof LuaNumber) {
      return NumberFormat.of(apply(op, value(x), value(y)));
    }
    LuaValue m = toNumber(x);
    LuaValue n = toNumber(y);
    if (m != null && n != null) {
      return NumberFormat.of(apply(op, m.todouble(), n.todouble()));
    }
    LuaValue handler = Metatables.metamethod(task.realm, x, Metatables.ofOperator(op));
    if (handler.isnil()) {
      handler = Metatables.metamethod(task.realm, y, Metatables.ofOperator(op));
    }
    if (handler.isnil()) {
      throw Names.operandError(f, "perform arithmetic on", m == null ? x : y, m != null);
    }
    return Indexing.callForValue(task, handler, LuaValue.varargsOf(x, y));
  }

  private static LuaValue toNumber(LuaValue v) {
    return v instanceof LuaString s ? NumberFormat.parse(s) : v instanceof LuaNumber ? v : null;
  }

  /** The result of an operator, given as its opcode. */
  static double apply(int op, double x, double y) {
    switch (op) {
      case Lua.OP_ADD:
        return x + y;
      case Lua.OP_SUB:
        return x - y;
      case Lua.OP_MUL:
        return x * y;
      case Lua.OP_DIV:
        return x / y;
      case Lua.OP_MOD:
        return x - Math.floor(x / y) * y;
      case Lua.OP_POW:
        return NumberFormat.pow(x, y);
      default:
        return -x;
    }
  }
}
