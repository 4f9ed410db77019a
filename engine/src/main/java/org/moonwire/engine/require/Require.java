package org.moonwire.engine.require;

import java.io.IOException;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.backend.LuaSources;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.core.Task;

/**
 * {@code require} (Lua manual 5.2, section 6.3): {@code package.loaded}, {@code package.preload},
 * the host's Lua libraries, Java modules. Files are never searched unless the host offers a folder.
 */
final class Require extends Builtin {
  private static final LuaString PACKAGE = LuaString.valueOf("package");
  static final LuaString LOADED = LuaString.valueOf("loaded");
  private static final LuaString SEARCHERS = LuaString.valueOf("searchers");
  static final LuaString PRELOAD = LuaString.valueOf("preload");

  private static final String FOLDERS =
      "\n\tfolders of Lua files are given by -Dmoonwire.path, LuaEngineBuilder.libraries, or --path"
          + " on the command line";

  private final ModuleRegistry modules;
  private final List<LuaSources> libraries;

  /** Makes the function of one engine. */
  Require(ModuleRegistry modules, List<LuaSources> libraries) {
    super("require");
    this.modules = modules;
    this.libraries = List.copyOf(libraries);
  }

  @Override
  public Varargs invoke(Varargs args) {
    LuaString name = Args.string(args, 1);
    Task task = Task.current();
    // The run's own engine decides, whoever made the realm.
    Require own =
        task.run().engine().setup() instanceof ScriptLibrary library ? library.require() : this;
    return own.require(task.realm(), name);
  }

  private Varargs require(Realm realm, LuaString name) {
    LuaTable loaded = packageTable(realm, LOADED);
    LuaValue present = loaded.rawget(name);
    if (present.toboolean()) {
      return present;
    }
    LuaValue preload = packageTable(realm, PRELOAD).rawget(name);
    if (!preload.isnil()) {
      return run(loaded, name, preload);
    }
    return find(realm, loaded, name);
  }

  private Varargs find(Realm realm, LuaTable loaded, LuaString name) {
    String text = LuaStrings.display(name);
    byte[] source = source(text);
    if (source != null) {
      LuaValue library = realm.load(realm.core().compile(source, "@" + text + ".lua"));
      return Task.current().asHost(() -> run(loaded, name, library));
    }
    LuaTable module = modules.find(realm, text);
    if (module == null) {
      return search(realm, loaded, name);
    }
    loaded.rawset(name, module);
    return module;
  }

  /**
   * Asks {@code package.searchers}, which only a host that grants {@code package} has put there.
   */
  private Varargs search(Realm realm, LuaTable loaded, LuaString name) {
    String text = LuaStrings.display(name);
    LuaValue searchers =
        realm.library().get(PACKAGE) instanceof LuaTable t ? t.rawget(SEARCHERS) : LuaValue.NIL;
    if (searchers.isnil()) {
      throw LuaRuntimeException.message(notFound(text));
    }
    if (!(searchers instanceof LuaTable list)) {
      throw LuaRuntimeException.message("'package.searchers' must be a table");
    }
    StringBuilder message = new StringBuilder();
    for (int i = 1; !list.rawget(i).isnil(); i++) {
      Varargs found = Ops.call(list.rawget(i), name);
      if (found.arg1().isfunction()) {
        return run(loaded, name, found.arg1(), found.arg(2));
      }
      if (found.arg1() instanceof LuaString s) {
        message.append(s.tojstring());
      }
    }
    throw LuaRuntimeException.message(notFound(text) + message);
  }

  /** The message for a module that nobody has: where it was looked for, and what a host can do. */
  private String notFound(String name) {
    StringBuilder message = new StringBuilder(modules.notFound(name));
    List<String> places =
        libraries.stream().flatMap(library -> library.places(name).stream()).toList();
    places.forEach(place -> message.append("\n\tno file '").append(place).append("'"));
    return message.append(FOLDERS).toString();
  }

  private static LuaValue run(LuaTable loaded, LuaString name, LuaValue loader) {
    return run(loaded, name, loader, LuaValue.NONE);
  }

  /** Runs a library once; what it returns, or true, is the module from then on. */
  private static LuaValue run(LuaTable loaded, LuaString name, LuaValue loader, Varargs extra) {
    LuaValue result = Ops.call(loader, LuaValue.varargsOf(name, extra)).arg1();
    if (!result.isnil()) {
      loaded.rawset(name, result);
    } else if (loaded.rawget(name).isnil()) {
      loaded.rawset(name, LuaValue.TRUE);
    }
    return loaded.rawget(name);
  }

  private byte[] source(String name) {
    for (LuaSources library : libraries) {
      try {
        byte[] source = library.find(name);
        if (source != null) {
          return source;
        }
      } catch (IOException e) {
        throw LuaRuntimeException.value(
            LuaStrings.encode("module '" + name + "' cannot be read: " + e.getMessage()), e);
      }
    }
    return null;
  }

  /** A table of {@code package}; one that is empty if a script has put something else there. */
  private static LuaTable packageTable(Realm realm, LuaString field) {
    LuaValue table =
        realm.library().get(PACKAGE) instanceof LuaTable t ? t.rawget(field) : LuaValue.NIL;
    return table instanceof LuaTable t ? t : new Table();
  }
}
