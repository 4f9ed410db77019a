package org.moonwire.engine.interop;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;

/** The tables that the current thread is in the middle of copying: cycles end, depth is bounded. */
final class TablePath {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 1_000_000;
  private static final ThreadLocal<TablePath> CURRENT = new ThreadLocal<>();

  private final Set<LuaTable> path = Collections.newSetFromMap(new IdentityHashMap<>());
  private long values;

  private TablePath() {}

  /**
   * Runs {@code walk} unless the table is being walked already; then {@code inCycle}.
   *
   * @throws IllegalStateException if the tables are nested too deep
   */
  static <T> T visit(LuaTable table, T inCycle, Supplier<T> walk) {
    TablePath current = CURRENT.get();
    boolean outermost = current == null;
    if (outermost) {
      current = new TablePath();
      CURRENT.set(current);
    }
    if (!current.path.add(table)) {
      return inCycle;
    }
    try {
      if (current.path.size() > MAX_DEPTH) {
        throw new IllegalStateException(
            "the table is nested more than " + MAX_DEPTH + " deep and cannot be copied");
      }
      return walk.get();
    } finally {
      current.path.remove(table);
      if (outermost) {
        CURRENT.remove();
      }
    }
  }

  /**
   * Counts values of the walk in progress, those of a table in two places twice.
   *
   * @throws IllegalStateException if there are too many
   */
  static void count(int more) {
    TablePath current = CURRENT.get();
    current.values += more;
    if (current.values > MAX_VALUES) {
      throw new IllegalStateException(
          "the table holds more than "
              + MAX_VALUES
              + " values, in all its places, and cannot be copied");
    }
  }
}
