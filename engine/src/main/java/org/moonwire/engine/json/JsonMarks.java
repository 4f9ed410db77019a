package org.moonwire.engine.json;

import org.luaj.vm2.LuaTable;
import org.moonwire.engine.core.Table;

/** How scripts want certain tables written. The tables themselves keep it. */
public final class JsonMarks {
  private static final Form[] FORMS = Form.values();

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
      own.mark(form.ordinal() + 1);
    }
  }

  /** The form of {@code table}, null if it was never marked. */
  static Form of(LuaTable table) {
    int mark = table instanceof Table own ? own.mark() : 0;
    return mark == 0 ? null : FORMS[mark - 1];
  }
}
