package org.moonwire.engine.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.module.ModuleFunction;
import org.moonwire.engine.module.ModuleTable;

/** Module tables as scripts see them. */
public final class ModuleTables {
  private ModuleTables() {}

  /**
   * The read-only table of a module's content. Its constants are no tables or functions of any
   * realm, so one table serves all realms of an engine.
   */
  public static LuaTable readOnly(Realm realm, ModuleTable content) {
    Map<LuaValue, LuaValue> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Object> e : content.entries().entrySet()) {
      entries.put(LuaStrings.encode(e.getKey()), value(realm, e.getKey(), e.getValue()));
    }
    return new ReadOnlyTable(entries);
  }

  private static LuaValue value(Realm realm, String name, Object value) {
    return value instanceof ModuleFunction f
        ? new SuspendingFunction(name, f)
        : Conversions.toLua(realm, value);
  }
}
