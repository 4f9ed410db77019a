package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaValue;

/**
 * Registers that no instruction will read again, and that still hold what could be collected; with
 * them the functions that calls keep to make them no second time.
 */
public final class DeadRegisters {
  private DeadRegisters() {}

  /** Clears those of all calls in progress in the running coroutine. */
  public static void clear() {
    Task task = Task.current();
    Frame top = task == null ? null : task.current.top;
    for (Frame f = top; f != null; f = f.previous) {
      f.lastMade = null;
      if (f.kind == Frame.LUA && Names.isCall(f)) {
        int call = f.instruction();
        // The called function stays, for tracebacks.
        int dead = ((call >> 6) & 0xff) + 1;
        boolean tail = (call & 0x3f) == Lua.OP_TAILCALL;
        if (!tail && dead < f.stack.length) {
          Arrays.fill(f.stack, dead, f.stack.length, LuaValue.NIL);
        }
      }
    }
  }
}
