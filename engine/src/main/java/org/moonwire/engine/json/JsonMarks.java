package org.moonwire.engine.json;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.luaj.vm2.LuaTable;

/**
 * How scripts want certain tables written. Knows the tables by identity and does not keep them.
 * Safe to use from any thread.
 */
public final class JsonMarks {
  /** The form of a marked table. */
  public enum Form {
    ARRAY,
    OBJECT
  }

  private final Map<LuaTable, Form> marked = Collections.synchronizedMap(new WeakHashMap<>());

  /** Set before the first mark, so that who marks nothing pays nothing. */
  private volatile boolean used;

  /** Has {@code table} written in the given form from now on. */
  public void mark(LuaTable table, Form form) {
    used = true;
    marked.put(table, form);
  }

  /** The form of {@code table}, null if it was never marked. */
  Form of(LuaTable table) {
    return used ? marked.get(table) : null;
  }
}
