package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/**
 * The numeric {@code for} of level 5.4 (Lua manual 5.4, section 3.3.5): over integers if initial
 * value and step are some, without overflow; otherwise over floats.
 */
final class SubtypeForLoop {
  private SubtypeForLoop() {}

  /**
   * Checks initial value, limit and step in the registers from {@code a} on and sets the variable;
   * false if the body is not run at all.
   */
  static boolean prepare(LuaValue[] stack, int a) {
    LuaValue first = stack[a];
    LuaValue step = stack[a + 2];
    boolean integers = Int64.is(first) && Int64.is(step);
    boolean runs =
        integers
            ? prepareIntegers(stack, a, Int64.value(first), Int64.value(step))
            : prepareFloats(stack, a);
    stack[a + 3] = stack[a];
    return runs;
  }

  private static boolean prepareIntegers(LuaValue[] stack, int a, long first, long step) {
    if (step == 0) {
      throw zeroStep();
    }
    LuaValue limit = number(stack[a + 1], "limit");
    long last;
    if (Int64.is(limit)) {
      last = Int64.value(limit);
    } else {
      double d = limit.todouble();
      double whole = step > 0 ? Math.floor(d) : Math.ceil(d);
      if (!Float64.isInteger(whole) && (whole > 0) == (step < 0)) {
        return false;
      }
      last = Float64.isInteger(whole) || whole > 0 ? (long) whole : Long.MIN_VALUE;
    }
    stack[a + 1] = Int64.of(last);
    return step > 0 ? first <= last : last <= first;
  }

  private static boolean prepareFloats(LuaValue[] stack, int a) {
    double limit = number(stack[a + 1], "limit").todouble();
    double step = number(stack[a + 2], "step").todouble();
    double first = number(stack[a], "initial value").todouble();
    if (step == 0) {
      throw zeroStep();
    }
    stack[a] = new Float64(first);
    stack[a + 1] = new Float64(limit);
    stack[a + 2] = new Float64(step);
    return step > 0 ? first <= limit : limit <= first;
  }

  private static LuaValue number(LuaValue v, String what) {
    LuaValue n = Ops.toNumber(v);
    if (n == null) {
      String type = Wording.LUA_5_4.typeName(v);
      throw LuaRuntimeException.message(
          "bad 'for' " + what + " (number expected, got " + type + ")");
    }
    return n;
  }

  private static LuaRuntimeException zeroStep() {
    return LuaRuntimeException.message("'for' step is zero");
  }

  /** The next index, or null after the limit. */
  static LuaValue next(LuaValue index, LuaValue limit, LuaValue step) {
    if (index instanceof LuaInteger i
        && limit instanceof LuaInteger l
        && step instanceof LuaInteger s) {
      long next = (long) i.v + s.v;
      return (s.v > 0 ? next <= l.v : l.v <= next) ? LuaInteger.valueOf((int) next) : null;
    }
    return index instanceof Float64 f
        ? nextFloat(f.v, ((Float64) limit).v, ((Float64) step).v)
        : nextInteger(Int64.value(index), Int64.value(limit), Int64.value(step));
  }

  private static LuaValue nextInteger(long index, long limit, long step) {
    long next = index + step;
    boolean overflows = ((index ^ next) & (step ^ next)) < 0;
    boolean ends = overflows || (step > 0 ? next > limit : next < limit);
    return ends ? null : Int64.of(next);
  }

  private static LuaValue nextFloat(double index, double limit, double step) {
    double next = index + step;
    return (step > 0 ? next <= limit : limit <= next) ? new Float64(next) : null;
  }
}
