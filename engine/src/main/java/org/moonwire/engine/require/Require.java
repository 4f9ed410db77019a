package org.moonwire.engine.require;

import java.io.IOException;
import java.util.List;
import org.luaj.vm2.LuaNumber;
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
 * {@code require} (Lua manual 5.2, section 6.3): {@code package.loaded}, then {@code
 * package.preload}, the host's Lua libraries, Java modules; where the host grants {@code package},
 * what {@code package.searchers} says instead. Files are never searched unless the host offers a
 * folder.
 */
final class Require extends Builtin {
  private static final LuaString PACKAGE = LuaString.valueOf("package");
  static final LuaString LOADED = LuaString.valueOf("loaded");
  static final LuaString SEARCHERS = LuaString.valueOf("searchers");
  static final LuaString PRELOAD = LuaString.valueOf("preload");

  private static final String FOLDERS =
      "\n\tfolders of Lua files are given by -Dmoonwire.path, LuaEngineBuilder.libraries, or --path"
          + " on the command line";

  private final ModuleRegistry modules;
  private final List<LuaSources> libraries;
  private final boolean searches;

  /** Makes the function of one engine; with {@code searches} it does as the searchers say. */
  Require(ModuleRegistry modules, List<LuaSources> libraries, boolean searches) {
    super("require");
    this.modules = modules;
    this.libraries = List.copyOf(libraries);
    this.searches = searches;
  }

  @Override
  public Varargs invoke(Varargs args) {
    LuaString name = Args.string(args, 1);
    Realm realm = Task.current().realm();
    LuaTable loaded = packageTable(realm, LOADED);
    LuaValue present = loaded.rawget(name);
    if (present.toboolean()) {
      return present;
    }
    return searches ? search(realm, loaded, name) : ofRun().find(realm, loaded, name);
  }

  /** The run's own engine decides what there is, whoever made the realm. */
  private Require ofRun() {
    return Task.current().run().engine().setup() instanceof ScriptLibrary library
        ? library.require()
        : this;
  }

  private Varargs find(Realm realm, LuaTable loaded, LuaString name) {
    LuaValue loader = packageTable(realm, PRELOAD).rawget(name);
    if (loader.isnil()) {
      loader = library(realm, name);
    }
    if (loader.isnil()) {
      loader = module(realm, name);
    }
    if (loader.isnil()) {
      String text = LuaStrings.display(name);
      throw LuaRuntimeException.message(
          "module '" + text + "' not found" + modules.hints(text) + places(text));
    }
    return run(loaded, name, loader, LuaValue.NONE);
  }

  /** The searchers that {@code package.searchers} begins with, in their order. */
  LuaTable searchers(LuaValue files) {
    LuaTable searchers = new Table();
    searchers.rawset(1, Builtin.of("searcher", args -> ofRun().searchPreloaded(asked(args))));
    searchers.rawset(2, Builtin.of("searcher", args -> ofRun().searchLibraries(asked(args))));
    searchers.rawset(3, files);
    searchers.rawset(4, Builtin.of("searcher", args -> ofRun().searchModules(asked(args))));
    return searchers;
  }

  private static LuaString asked(Varargs args) {
    return Args.string(args, 1);
  }

  private static Realm realm() {
    return Task.current().realm();
  }

  private LuaValue searchPreloaded(LuaString name) {
    LuaValue loader = packageTable(realm(), PRELOAD).rawget(name);
    String text = LuaStrings.display(name);
    return loader.isnil()
        ? LuaStrings.encode("\n\tno field package.preload['" + text + "']")
        : loader;
  }

  private LuaValue searchLibraries(LuaString name) {
    LuaValue loader = library(realm(), name);
    return loader.isnil() ? LuaStrings.encode(places(LuaStrings.display(name))) : loader;
  }

  private LuaValue searchModules(LuaString name) {
    LuaValue loader = module(realm(), name);
    String text = LuaStrings.display(name);
    return loader.isnil()
        ? LuaStrings.encode("\n\tno module in Java '" + text + "'" + modules.hints(text))
        : loader;
  }

  /** Asks {@code package.searchers}. */
  private Varargs search(Realm realm, LuaTable loaded, LuaString name) {
    LuaValue searchers =
        realm.library().get(PACKAGE) instanceof LuaTable t ? t.rawget(SEARCHERS) : LuaValue.NIL;
    if (!(searchers instanceof LuaTable list)) {
      throw LuaRuntimeException.message("'package.searchers' must be a table");
    }
    StringBuilder message = new StringBuilder();
    for (int i = 1; !list.rawget(i).isnil(); i++) {
      Varargs found = Ops.call(list.rawget(i), name);
      if (found.arg1().isfunction()) {
        return run(loaded, name, found.arg1(), found.arg(2));
      }
      if (found.arg1() instanceof LuaString || found.arg1() instanceof LuaNumber) {
        message.append(LuaStrings.display(Ops.plainText(found.arg1())));
      }
    }
    throw LuaRuntimeException.message(
        "module '" + LuaStrings.display(name) + "' not found:" + message);
  }

  /** Where a library was looked for, and what a host can do. */
  private String places(String name) {
    StringBuilder message = new StringBuilder();
    for (LuaSources library : libraries) {
      library.places(name).forEach(p -> message.append("\n\tno file '").append(p).append('\''));
    }
    return message.append(FOLDERS).toString();
  }

  /** Runs a library once; what it returns, or true, is the module from then on. */
  private static LuaValue run(LuaTable loaded, LuaString name, LuaValue loader, Varargs extra) {
    LuaValue result =
        loader instanceof LibraryLoader library
            ? library.load(name)
            : Ops.call(loader, LuaValue.varargsOf(name, extra)).arg1();
    if (!result.isnil()) {
      loaded.rawset(name, result);
    } else if (loaded.rawget(name).isnil()) {
      loaded.rawset(name, LuaValue.TRUE);
    }
    return loaded.rawget(name);
  }

  /** Runs a Lua library of the host, whoever calls. */
  private static final class LibraryLoader extends Builtin {
    private final LuaValue chunk;

    LibraryLoader(LuaValue chunk) {
      super("loader");
      this.chunk = chunk;
    }

    LuaValue load(LuaString name) {
      return Task.current().asHost(() -> Ops.call(chunk, name).arg1());
    }

    @Override
    public Varargs invoke(Varargs args) {
      return load(asked(args));
    }
  }

  /** What runs a library of the host; NIL if there is none of that name. */
  private LuaValue library(Realm realm, LuaString name) {
    String text = LuaStrings.display(name);
    byte[] source = source(text);
    return source == null
        ? LuaValue.NIL
        : new LibraryLoader(realm.load(realm.core().compile(source, "@" + text + ".lua")));
  }

  /** What gives a module in Java; NIL if there is none of that name. */
  private LuaValue module(Realm realm, LuaString name) {
    LuaTable module = modules.find(realm, LuaStrings.display(name));
    return module == null ? LuaValue.NIL : Builtin.of("loader", args -> module);
  }

  private byte[] source(String name) {
    try {
      for (LuaSources library : libraries) {
        byte[] source = library.find(name);
        if (source != null) {
          return source;
        }
      }
      return modules.library(name);
    } catch (IOException e) {
      throw LuaRuntimeException.value(
          LuaStrings.encode("module '" + name + "' cannot be read: " + e.getMessage()), e);
    }
  }

  /** A table of {@code package}; one that is empty if a script has put something else there. */
  private static LuaTable packageTable(Realm realm, LuaString field) {
    LuaValue table =
        realm.library().get(PACKAGE) instanceof LuaTable t ? t.rawget(field) : LuaValue.NIL;
    return table instanceof LuaTable t ? t : new Table();
  }
}
