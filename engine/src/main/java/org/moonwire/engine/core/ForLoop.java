package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/** The numeric {@code for} (Lua manual 5.2, section 3.3.5). */
final class ForLoop {
  private ForLoop() {}

  /** Checks initial value, limit and step, and steps back once. */
  static void prepare(LuaValue[] stack, int a) {
    stack[a] = number(stack[a], "initial value");
    stack[a + 1] = number(stack[a + 1], "limit");
    stack[a + 2] = number(stack[a + 2], "step");
    stack[a] = NumberFormat.of(stack[a].todouble() - stack[a + 2].todouble());
  }

  private static LuaValue number(LuaValue v, String what) {
    LuaValue n = Ops.toNumber(v);
    if (n == null) {
      throw LuaRuntimeException.message("'for' " + what + " must be a number");
    }
    return n;
  }

  /** The next index, or null after the limit. */
  static LuaValue next(LuaValue index, LuaValue limit, LuaValue step) {
    if (index instanceof LuaInteger i
        && limit instanceof LuaInteger l
        && step instanceof LuaInteger s) {
      long next = (long) i.v + s.v;
      return (s.v > 0 ? next <= l.v : l.v <= next) ? LuaInteger.valueOf(next) : null;
    }
    return nextOfDoubles(index, limit, step);
  }

  private static LuaValue nextOfDoubles(LuaValue index, LuaValue limit, LuaValue step) {
    double by = step.todouble();
    double next = index.todouble() + by;
    double end = limit.todouble();
    return (by > 0 ? next <= end : end <= next) ? NumberFormat.of(next) : null;
  }
}
