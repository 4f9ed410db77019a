package org.moonwire.engine;

import java.util.List;
import org.moonwire.engine.module.Language;

/** Registers engines of level 5.4, whatever the default level is, by the name {@code lua5.4}. */
public final class Lua54ScriptEngineFactory extends LuaScriptEngineFactory {
  /** For ServiceLoader. */
  public Lua54ScriptEngineFactory() {
    super(Language.LUA_5_4);
  }

  @Override
  public String getEngineName() {
    return "Lua 5.4 (Moonwire)";
  }

  @Override
  public List<String> getNames() {
    return List.of("lua5.4", "Lua5.4");
  }

  /** None: extensions and MIME types are those of the default level. */
  @Override
  public List<String> getExtensions() {
    return List.of();
  }

  @Override
  public List<String> getMimeTypes() {
    return List.of();
  }
}
