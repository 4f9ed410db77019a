package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Table;

/** The functions of one library; immutable, shared by all realms. */
final class Library {
  private final Builtin[] functions;

  private Library(Builtin[] functions) {
    this.functions = functions;
  }

  static Library of(Builtin... functions) {
    return new Library(functions);
  }

  /** A new table of the functions under their names. */
  LuaTable table() {
    LuaTable table = new Table(0, functions.length);
    for (Builtin function : functions) {
      put(table, function);
    }
    return table;
  }

  static void put(LuaTable table, Builtin function) {
    table.rawset(LuaString.valueOf(function.name()), function);
  }
}
