package org.moonwire.engine.interop;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;

/** The tables that the current thread is in the middle of, so that a cycle ends a walk. */
final class TablePath {
  private static final ThreadLocal<Set<LuaTable>> PATH = new ThreadLocal<>();

  private TablePath() {}

  /** Runs {@code walk} unless the table is being walked already; then {@code inCycle}. */
  static <T> T visit(LuaTable table, T inCycle, Supplier<T> walk) {
    Set<LuaTable> path = PATH.get();
    boolean outermost = path == null;
    if (outermost) {
      path = Collections.newSetFromMap(new IdentityHashMap<>());
      PATH.set(path);
    }
    if (!path.add(table)) {
      return inCycle;
    }
    try {
      return walk.get();
    } finally {
      path.remove(table);
      if (outermost) {
        PATH.remove();
      }
    }
  }
}
