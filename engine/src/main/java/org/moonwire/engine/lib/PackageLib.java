package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.file.Files;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Table;

/**
 * The part of the library {@code package} that looks for Lua files (Lua manual 5.2, section 6.3);
 * withheld unless the host grants it. C libraries are never loaded.
 */
public final class PackageLib {
  private static final LuaString PATH = LuaString.valueOf("path");
  private static final LuaString DEFAULT_PATH = LuaString.valueOf("./?.lua;./?/init.lua");
  private static final LuaString DOT = LuaString.valueOf(".");
  private static final LuaString SLASH = LuaString.valueOf("/");

  private final LuaTable packages;
  private final LuaValue loadFile;

  private PackageLib(LuaTable packages, LuaValue loadFile) {
    this.packages = packages;
    this.loadFile = loadFile;
  }

  /**
   * Adds the functions and paths to the library table of a realm.
   *
   * @return the searcher that goes by {@code package.path}
   */
  public static LuaValue install(LuaTable packages) {
    LuaTable loading = new Table();
    Loading.install(loading, Grants.of("loadfile"));
    PackageLib lib = new PackageLib(packages, loading.rawget(LuaString.valueOf("loadfile")));
    packages.rawset(PATH, DEFAULT_PATH);
    packages.rawset(LuaString.valueOf("cpath"), LuaString.valueOf(""));
    packages.rawset(LuaString.valueOf("config"), LuaString.valueOf("/\n;\n?\n!\n-\n"));
    Library.put(packages, Builtin.of("searchpath", PackageLib::searchPath));
    Library.put(packages, Builtin.of("loadlib", PackageLib::loadLibrary));
    return Builtin.of("searcher", lib::search);
  }

  private static Varargs loadLibrary(Varargs args) {
    String name = LuaStrings.display(Args.string(args, 1));
    return LuaValue.varargsOf(
        LuaValue.NIL,
        LuaString.valueOf("cannot load module '" + name + "': loadlib disabled"),
        LuaString.valueOf("absent"));
  }

  private static Varargs searchPath(Varargs args) {
    String name = LuaStrings.display(Args.string(args, 1));
    String path = LuaStrings.display(Args.string(args, 2));
    String separator = Args.string(args, 3, DOT).tojstring();
    String replacement = Args.string(args, 4, SLASH).tojstring();
    return find(separator.isEmpty() ? name : name.replace(separator, replacement), path);
  }

  private static Varargs find(String name, String path) {
    StringBuilder tried = new StringBuilder();
    for (String template : path.split(";", -1)) {
      if (template.isEmpty()) {
        continue;
      }
      String file = template.replace("?", name);
      if (isReadable(file)) {
        return LuaStrings.encode(file);
      }
      tried.append("\n\tno file '").append(file).append('\'');
    }
    return LuaValue.varargsOf(LuaValue.NIL, LuaStrings.encode(tried.toString()));
  }

  private static boolean isReadable(String file) {
    try {
      return Files.isReadable(IoFiles.path(LuaStrings.encode(file), PolicyGate.READ));
    } catch (IOException e) {
      return false;
    }
  }

  private Varargs search(Varargs args) {
    LuaString name = Args.string(args, 1);
    if (!(packages.rawget(PATH) instanceof LuaString path)) {
      throw LuaRuntimeException.message("'package.path' must be a string");
    }
    Varargs found = find(LuaStrings.display(name).replace('.', '/'), LuaStrings.display(path));
    if (found.arg1().isnil()) {
      return found.arg(2);
    }
    Varargs loader = Ops.call(loadFile, found.arg1());
    if (loader.arg1().isnil()) {
      throw LuaRuntimeException.message(
          "error loading module '"
              + LuaStrings.display(name)
              + "' from file '"
              + LuaStrings.display(found.arg1())
              + "':\n\t"
              + LuaStrings.display(loader.arg(2)));
    }
    return LuaValue.varargsOf(loader.arg1(), found.arg1());
  }
}
