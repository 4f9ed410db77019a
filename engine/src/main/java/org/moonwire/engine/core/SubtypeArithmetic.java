package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * The operators of level 5.4 on numbers (Lua manual 5.4, sections 3.4.1 to 3.4.3) and their
 * metamethods. Strings are converted by the metamethods that they have.
 */
final class SubtypeArithmetic {
  private SubtypeArithmetic() {}

  /** {@link #compute} for a sum. */
  static LuaValue add(Task task, Frame f, LuaValue x, LuaValue y) {
    if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
      return Int64.of((long) m.v + n.v);
    }
    if (x instanceof Float64 m && y instanceof Float64 n) {
      return new Float64(m.v + n.v);
    }
    return compute(task, f, x, y);
  }

  /** {@link #compute} for a difference. */
  static LuaValue subtract(Task task, Frame f, LuaValue x, LuaValue y) {
    if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
      return Int64.of((long) m.v - n.v);
    }
    if (x instanceof Float64 m && y instanceof Float64 n) {
      return new Float64(m.v - n.v);
    }
    return compute(task, f, x, y);
  }

  /** {@link #compute} for a product. */
  static LuaValue multiply(Task task, Frame f, LuaValue x, LuaValue y) {
    if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
      return Int64.of((long) m.v * n.v);
    }
    if (x instanceof Float64 m && y instanceof Float64 n) {
      return new Float64(m.v * n.v);
    }
    return compute(task, f, x, y);
  }

  /**
   * The result of the instruction that {@code f} executes, or null if a metamethod was called that
   * will deliver it.
   */
  static LuaValue compute(Task task, Frame f, LuaValue x, LuaValue y) {
    int op = f.instruction() & 0x3f;
    if (x instanceof LuaNumber m && y instanceof LuaNumber n) {
      LuaNumber result = apply(op, m, n);
      if (result != null) {
        return result;
      }
    }
    LuaValue handler = Metatables.metamethod(task.realm, x, Metatables.ofOperator(op));
    if (handler.isnil()) {
      handler = Metatables.metamethod(task.realm, y, Metatables.ofOperator(op));
    }
    if (handler.isnil()) {
      throw error(f, op, x, y);
    }
    return Indexing.callForValue(task, handler, LuaValue.varargsOf(x, y));
  }

  private static LuaRuntimeException error(Frame f, int op, LuaValue x, LuaValue y) {
    boolean bitwise = op >= Opcodes54.BAND && op <= Opcodes54.BNOT;
    if (bitwise && x instanceof LuaNumber && y instanceof LuaNumber) {
      return Names.operandError(f, hasInteger(x));
    }
    boolean second = x instanceof LuaNumber;
    String operation = bitwise ? "perform bitwise operation on" : "perform arithmetic on";
    return Names.operandError(f, operation, second ? y : x, second);
  }

  /**
   * The result of an operator, given as its opcode; of one with a single operand that is {@code x}.
   * Null if an operand of a bitwise operator is no integer.
   *
   * @throws LuaRuntimeException if an integer is divided by 0
   */
  static LuaNumber apply(int op, LuaNumber x, LuaNumber y) {
    if (op >= Opcodes54.BAND && op <= Opcodes54.BNOT) {
      return hasInteger(x) && hasInteger(y) ? Int64.of(bits(op, integer(x), integer(y))) : null;
    }
    boolean integers = Int64.is(x) && Int64.is(y) && op != Lua.OP_DIV && op != Lua.OP_POW;
    return integers
        ? Int64.of(ofIntegers(op, Int64.value(x), Int64.value(y)))
        : new Float64(ofFloats(op, x.todouble(), y.todouble()));
  }

  private static long ofIntegers(int op, long x, long y) {
    switch (op) {
      case Lua.OP_ADD:
        return x + y;
      case Lua.OP_SUB:
        return x - y;
      case Lua.OP_MUL:
        return x * y;
      case Lua.OP_MOD:
        if (y == 0) {
          throw LuaRuntimeException.message("attempt to perform 'n%0'");
        }
        return Math.floorMod(x, y);
      case Opcodes54.IDIV:
        if (y == 0) {
          throw LuaRuntimeException.message("attempt to divide by zero");
        }
        return Math.floorDiv(x, y);
      default:
        return -x;
    }
  }

  private static double ofFloats(int op, double x, double y) {
    switch (op) {
      case Lua.OP_MOD:
        return modulo(x, y);
      case Opcodes54.IDIV:
        return Math.floor(x / y);
      default:
        return Arithmetic.apply(op, x, y);
    }
  }

  /** The remainder of a division that rounds down. */
  static double modulo(double x, double y) {
    double rest = x % y;
    boolean otherSign = rest > 0 ? y < 0 : rest < 0 && y > 0;
    return otherSign ? rest + y : rest;
  }

  private static long bits(int op, long x, long y) {
    return switch (op) {
      case Opcodes54.BAND -> x & y;
      case Opcodes54.BOR -> x | y;
      case Opcodes54.BXOR -> x ^ y;
      case Opcodes54.SHL -> shiftLeft(x, y);
      case Opcodes54.SHR -> shiftLeft(x, -y);
      default -> ~x;
    };
  }

  /** Shifts to the right where {@code by} is negative; what moves in is 0. */
  static long shiftLeft(long x, long by) {
    if (by <= -Long.SIZE || by >= Long.SIZE) {
      return 0;
    }
    return by >= 0 ? x << by : x >>> -by;
  }

  /** Whether a number has the value of an integer. */
  static boolean hasInteger(LuaValue number) {
    return Int64.is(number) || Float64.isInteger(number.todouble());
  }

  /** That integer. */
  static long integer(LuaValue number) {
    return Int64.is(number) ? Int64.value(number) : (long) number.todouble();
  }
}
