package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Table constructors. */
final class Tables {
  private Tables() {}

  /** A new table; sizes are the instruction's floating point bytes ({@code luaO_fb2int}). */
  static LuaTable create(Task task, int arraySize, int hashSize) {
    if (arraySize == 0 && hashSize == 0) {
      task.spend(MemoryQuota.TABLE);
      return new Table();
    }
    int items = sizeOf(arraySize);
    int entries = sizeOf(hashSize);
    if (task.memory != Limits.NONE) {
      MemoryQuota.chargeSlots(items, entries + 1);
    }
    return new Table(items, entries);
  }

  private static int sizeOf(int floatingByte) {
    int exponent = (floatingByte >> 3) & 31;
    return exponent == 0 ? floatingByte : ((floatingByte & 7) + 8) << (exponent - 1);
  }

  /**
   * Stores {@code count} registers after {@code a} as the items of a batch; 0 means up to the open
   * results.
   */
  static void setList(LuaTable t, Frame f, int a, int count, int batch) {
    int offset = (batch - 1) * Lua.LFIELDS_PER_FLUSH;
    if (count > 0) {
      for (int j = 1; j <= count; j++) {
        t.rawset(offset + j, f.stack[a + j]);
      }
      return;
    }
    setList(t, offset, Calls.openArguments(f, a + 1));
  }

  /** Stores all values as the items after {@code offset}. */
  static void setList(LuaTable t, int offset, Varargs values) {
    int n = values.narg();
    if (n > 0) {
      t.presize(offset + n);
    }
    for (int j = 1; j <= n; j++) {
      LuaValue v = values.arg(j);
      t.rawset(offset + j, v);
    }
  }
}
