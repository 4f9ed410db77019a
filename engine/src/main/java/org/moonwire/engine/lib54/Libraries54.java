package org.moonwire.engine.lib54;

import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.CoroutineClosing;
import org.moonwire.engine.lib.StringFormat54;
import org.moonwire.engine.lib.StringMatching54;

/** Makes the globals of level 5.4 (Lua manual 5.4, section 6) of those of level 5.2. */
public final class Libraries54 {
  /** What Lua 5.3 and 5.4 removed (their manuals, section 8.2). */
  private static final List<String> REMOVED = List.of("bit32", "unpack", "loadstring");

  private static final List<String> REMOVED_OF_TABLE = List.of("maxn");

  private Libraries54() {}

  /** Changes the libraries in a table of globals; {@code packing} is the module struct. */
  public static void change(LuaTable globals, LuaTable packing) {
    remove(globals, REMOVED);
    remove(table(globals, "table"), REMOVED_OF_TABLE);
    globals.rawset(LuaString.valueOf("_VERSION"), LuaString.valueOf("Lua 5.4"));
    globals.rawset(LuaString.valueOf("math"), MathLib54.create());
    globals.rawset(LuaString.valueOf("utf8"), Utf8Lib.create());
    BaseLib54.install(globals);
    TableLib54.install(table(globals, "table"));
    LuaTable string = table(globals, "string");
    put(string, StringFormat54.FUNCTION, StringMatching54.GMATCH, StringMatching54.GSUB);
    string.rawset(LuaString.valueOf("pack"), packing.rawget(LuaString.valueOf("pack")));
    string.rawset(LuaString.valueOf("unpack"), packing.rawget(LuaString.valueOf("unpack")));
    string.rawset(LuaString.valueOf("packsize"), packing.rawget(LuaString.valueOf("size")));
    put(table(globals, "os"), OsLib54.TIME, OsLib54.DATE);
    put(globals, NumberParsing.TO_NUMBER, Warnings.WARN);
    CoroutineClosing.install(table(globals, "coroutine"));
    if (globals.rawget(LuaString.valueOf("io")) instanceof LuaTable io) {
      changeFiles(io);
    }
  }

  /** Files have a name for their type, and are closed at the end of a variable's life. */
  private static void changeFiles(LuaTable io) {
    LuaTable files = (LuaTable) io.rawget(LuaString.valueOf("stdout")).getmetatable();
    files.rawset(LuaString.valueOf("__name"), LuaString.valueOf("FILE*"));
    files.rawset(LuaString.valueOf("__close"), files.rawget(LuaString.valueOf("__gc")));
  }

  private static LuaTable table(LuaTable globals, String name) {
    return (LuaTable) globals.rawget(LuaString.valueOf(name));
  }

  private static void remove(LuaTable table, List<String> names) {
    names.forEach(name -> table.rawset(LuaString.valueOf(name), LuaValue.NIL));
  }

  static void put(LuaTable table, Builtin... functions) {
    for (Builtin function : functions) {
      table.rawset(LuaString.valueOf(function.name()), function);
    }
  }
}
