package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Caller;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.core.Task;

/**
 * {@code module}, {@code package.seeall} and {@code package.loaders}, which Lua 5.2 has kept from
 * 5.1 (manual 5.1, section 5.3).
 */
public final class LegacyModules {
  private static final LuaString PACKAGE = LuaString.valueOf("package");
  private static final LuaString LOADED = LuaString.valueOf("loaded");
  private static final LuaString LOADERS = LuaString.valueOf("loaders");
  private static final LuaString SEARCHERS = LuaString.valueOf("searchers");
  private static final LuaString INDEX = LuaString.valueOf("__index");
  private static final LuaString SELF = LuaString.valueOf("_M");
  private static final LuaString NAME = LuaString.valueOf("_NAME");
  private static final LuaString PARENT = LuaString.valueOf("_PACKAGE");

  private LegacyModules() {}

  /** Adds {@code module} to the globals and the others to the library of packages. */
  public static void install(LuaTable library, LuaTable packages) {
    packages.rawset(LOADERS, packages.rawget(SEARCHERS));
    Library.put(library, Builtin.of("module", LegacyModules::module));
    Library.put(packages, Builtin.of("seeall", LegacyModules::seeAll));
  }

  private static Varargs module(Varargs args) {
    LuaString name = Args.string(args, 1);
    LuaTable module = find(name);
    if (Ops.index(module, NAME).isnil()) {
      int end = name.m_length;
      while (end > 0 && name.luaByte(end - 1) != '.') {
        end--;
      }
      Ops.setIndex(module, SELF, module);
      Ops.setIndex(module, NAME, name);
      Ops.setIndex(module, PARENT, name.substring(0, end));
    }
    if (!Caller.setGlobals(module)) {
      throw LuaRuntimeException.message("'module' not called from a Lua function");
    }
    for (int i = 2; i <= args.narg(); i++) {
      if (args.arg(i).isfunction()) {
        Varargs unused = Ops.call(args.arg(i), module);
      }
    }
    return module;
  }

  /** The module that is loaded under that name, or one made for it: a global, perhaps in others. */
  private static LuaTable find(LuaString name) {
    LuaValue packages = Task.current().realm().library().get(PACKAGE);
    LuaValue loaded = packages.istable() ? Ops.index(packages, LOADED) : LuaValue.NIL;
    if (loaded.istable() && Ops.index(loaded, name) instanceof LuaTable present) {
      return present;
    }
    LuaTable module = Task.current().globals();
    for (int from = 0; from <= name.m_length; ) {
      int dot = name.indexOf((byte) '.', from);
      int end = dot < 0 ? name.m_length : dot;
      module = field(module, name.substring(from, end), name);
      from = end + 1;
    }
    if (loaded.istable()) {
      Ops.setIndex(loaded, name, module);
    }
    return module;
  }

  private static LuaTable field(LuaTable table, LuaString key, LuaString name) {
    LuaValue present = table.rawget(key);
    if (present.isnil()) {
      Table made = new Table();
      Ops.setIndex(table, key, made);
      return made;
    }
    if (present instanceof LuaTable inner) {
      return inner;
    }
    throw LuaRuntimeException.message(
        "name conflict for module '" + LuaStrings.display(name) + "'");
  }

  private static Varargs seeAll(Varargs args) {
    LuaTable module = Args.table(args, 1);
    LuaValue metatable = module.getmetatable();
    if (metatable == null) {
      metatable = new Table();
      module.setmetatable(metatable);
    }
    Ops.setIndex(metatable, INDEX, Task.current().globals());
    return LuaValue.NONE;
  }
}
