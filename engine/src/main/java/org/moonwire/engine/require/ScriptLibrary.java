package org.moonwire.engine.require;

import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.backend.LuaSources;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.interop.Channels;
import org.moonwire.engine.interop.HostSetup;
import org.moonwire.engine.interop.ModuleTables;
import org.moonwire.engine.lib.LegacyModules;
import org.moonwire.engine.lib.PackageLib;
import org.moonwire.engine.lib.StandardLibrary;
import org.moonwire.engine.lib54.Libraries54;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.ModuleTable;

/** All that a script finds without asking: the standard library, channels, {@code require}. */
public final class ScriptLibrary implements HostSetup {
  private static final LuaString PACKAGE = LuaString.valueOf("package");
  private static final LuaString CHANNEL = LuaString.valueOf("channel");

  private final Language language;
  private final ModuleTable packing;
  private final Require require;
  private final Grants grants;
  private final TypeGrants types;

  /** Makes the library of one engine; {@code packing} has the functions of {@code struct}. */
  public ScriptLibrary(
      Language language,
      ModuleRegistry modules,
      List<LuaSources> libraries,
      Grants grants,
      TypeGrants types,
      ModuleTable packing) {
    this.packing = packing;
    this.language = language;
    this.require = new Require(modules, libraries, grants.has("package"));
    this.grants = grants;
    this.types = types;
  }

  @Override
  public TypeGrants types() {
    return types;
  }

  Require require() {
    return require;
  }

  @Override
  public boolean isRealmBound() {
    return grants.areRealmBound();
  }

  @Override
  public void install(Realm realm, LuaTable library) {
    StandardLibrary.install(realm, library, grants);
    if (language == Language.LUA_5_4) {
      Libraries54.change(library, ModuleTables.readOnly(realm, packing));
    }
    library.rawset(CHANNEL, Channels.GLOBAL);
    LuaTable loaded = new Table();
    for (Varargs e = library.next(LuaValue.NIL); !e.arg1().isnil(); e = library.next(e.arg1())) {
      if (e.arg(2) instanceof LuaTable table) {
        loaded.rawset(e.arg1(), table);
      }
    }
    LuaTable packages = new Table();
    packages.rawset(Require.LOADED, loaded);
    packages.rawset(Require.PRELOAD, new Table());
    if (grants.has("package")) {
      packages.rawset(Require.SEARCHERS, require.searchers(PackageLib.install(packages)));
    }
    if (language == Language.LUA_5_2) {
      LegacyModules.install(library, packages);
    }
    loaded.rawset(PACKAGE, packages);
    library.rawset(PACKAGE, packages);
    library.rawset(LuaString.valueOf(require.name()), require);
  }
}
