package org.moonwire.engine;

import java.util.List;
import org.moonwire.engine.module.Language;

/** Registers engines of level 5.2, whatever the default level is, by the name {@code lua5.2}. */
public final class Lua52ScriptEngineFactory extends LuaScriptEngineFactory {
  /** For ServiceLoader. */
  public Lua52ScriptEngineFactory() {
    super(Language.LUA_5_2);
  }

  @Override
  public String getEngineName() {
    return "Lua 5.2 (Moonwire)";
  }

  @Override
  public List<String> getNames() {
    return List.of("lua5.2", "Lua5.2");
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
