package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Upvaldesc;

/** The Lua function that called the Java function which is running. Realm thread only. */
public final class Caller {
  private static final LuaString GLOBALS = LuaString.valueOf("_ENV");

  private Caller() {}

  /**
   * Has it find its globals in another table from now on, with all functions that share them; false
   * if no Lua function has called.
   */
  public static boolean setGlobals(LuaTable table) {
    Task task = Task.running();
    CallStack.Level level = CallStack.at(task, task.current, 1);
    if (level == null || !(level.function() instanceof Closure closure)) {
      return false;
    }
    Upvaldesc[] upvalues = closure.prototype.upvalues;
    for (int i = 0; i < upvalues.length; i++) {
      if (GLOBALS.raweq(upvalues[i].name)) {
        closure.upvalues[i].set(table);
      }
    }
    return true;
  }
}
