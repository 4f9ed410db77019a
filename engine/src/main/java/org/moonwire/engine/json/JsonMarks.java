package org.moonwire.engine.json;

import org.luaj.vm2.LuaTable;
import org.moonwire.engine.core.Table;

/** How scripts want certain tables written. The tables themselves keep it. */
public final class JsonMarks {
  // What a table keeps; 0 is no mark.
  private static final int ARRAY = 1;
  private static final int OBJECT = 2;

  private JsonMarks() {}

  /** The form of a marked table. */
  public enum Form {
    ARRAY,
    OBJECT
  }

  /**
   * Has {@code table} written in the given form from now on; one of the engine's own stays as it
   * is.
   */
  public static void mark(LuaTable table, Form form) {
    if (table instanceof Table own) {
      own.mark(form == Form.ARRAY ? ARRAY : OBJECT);
    }
  }

  /** The form of {@code table}, null if it was never marked. */
  static Form of(LuaTable table) {
    int mark = table instanceof Table own ? own.mark() : 0;
    return switch (mark) {
      case ARRAY -> Form.ARRAY;
      case OBJECT -> Form.OBJECT;
      default -> null;
    };
  }
}
