package org.moonwire.engine.core;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The {@code ..} operator (Lua manual 5.2, section 3.4.4) over a run of registers, from the right
 * as {@code luaV_concat} does.
 */
final class Concat {
  private Concat() {}

  /**
   * Joins registers {@code first} to {@code last} into {@code first}; false while a metamethod is
   * to deliver a part.
   */
  static boolean run(Task task, Frame f, int first, int last) {
    LuaValue[] stack = f.stack;
    int top = f.concatResumed ? f.concatLast : last;
    f.concatResumed = false;
    while (top > first) {
      LuaValue x = stack[top - 1];
      LuaValue y = stack[top];
      if (joinable(x) && joinable(y)) {
        int from = top - 1;
        while (from > first && joinable(stack[from - 1])) {
          from--;
        }
        stack[from] = join(task, stack, from, top);
        top = from;
        continue;
      }
      LuaValue handler = Metatables.metamethod(task.realm, x, Metatables.CONCAT);
      if (handler.isnil()) {
        handler = Metatables.metamethod(task.realm, y, Metatables.CONCAT);
      }
      if (handler.isnil()) {
        boolean firstIsFine = joinable(x);
        throw Names.registerError(
            f, "concatenate", firstIsFine ? y : x, firstIsFine ? top : top - 1);
      }
      f.concatLast = top - 1;
      LuaValue r = Indexing.callForValue(task, handler, LuaValue.varargsOf(x, y));
      if (r == null) {
        return false;
      }
      stack[top - 1] = r;
      top--;
    }
    return true;
  }

  static boolean joinable(LuaValue v) {
    return v instanceof LuaString || v instanceof LuaNumber;
  }

  static LuaValue join(Task task, LuaValue[] stack, int from, int to) {
    long length = 0;
    LuaString[] parts = new LuaString[to - from + 1];
    for (int j = from; j <= to; j++) {
      LuaString s = stack[j] instanceof LuaString t ? t : Ops.numberToString(stack[j]);
      parts[j - from] = s;
      length += s.m_length;
    }
    Poll.checkStringLength(task, length);
    byte[] bytes = new byte[(int) length];
    int at = 0;
    for (LuaString s : parts) {
      System.arraycopy(s.m_bytes, s.m_offset, bytes, at, s.m_length);
      at += s.m_length;
    }
    return LuaString.valueUsing(bytes);
  }
}
