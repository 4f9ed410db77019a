package org.moonwire.engine;

import java.util.List;
import java.util.Map;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;

/**
 * Registers Moonwire with {@code javax.script}. The engine name sorts before that of LuaJ's own
 * factory, which is what makes {@link javax.script.ScriptEngineManager} prefer this one whatever
 * the order of the class path.
 */
public final class LuaScriptEngineFactory implements ScriptEngineFactory {
  private static final String ENGINE_NAME = "Lua (Moonwire)";
  private static final String ENGINE_VERSION = "0.1.0";
  private static final String LANGUAGE_VERSION = "5.2";

  private static final List<String> NAMES = List.of("moonwire", "lua", "Lua");
  private static final List<String> EXTENSIONS = List.of("lua");
  private static final List<String> MIME_TYPES =
      List.of("text/x-lua", "application/x-lua", "text/lua", "application/lua");

  private static final Map<String, String> PARAMETERS =
      Map.of(
          ScriptEngine.ENGINE,
          ENGINE_NAME,
          ScriptEngine.ENGINE_VERSION,
          ENGINE_VERSION,
          ScriptEngine.LANGUAGE,
          "Lua",
          ScriptEngine.LANGUAGE_VERSION,
          LANGUAGE_VERSION,
          ScriptEngine.NAME,
          NAMES.get(0),
          "THREADING",
          "MULTITHREADED");

  @Override
  public String getEngineName() {
    return ENGINE_NAME;
  }

  @Override
  public String getEngineVersion() {
    return ENGINE_VERSION;
  }

  @Override
  public List<String> getExtensions() {
    return EXTENSIONS;
  }

  @Override
  public List<String> getMimeTypes() {
    return MIME_TYPES;
  }

  @Override
  public List<String> getNames() {
    return NAMES;
  }

  @Override
  public String getLanguageName() {
    return "Lua";
  }

  @Override
  public String getLanguageVersion() {
    return LANGUAGE_VERSION;
  }

  /** The value of a parameter; null for any that the engine does not know. */
  @Override
  public Object getParameter(String key) {
    return key == null ? null : PARAMETERS.get(key);
  }

  @Override
  public String getMethodCallSyntax(String object, String method, String... args) {
    return object + ":" + method + "(" + String.join(", ", args) + ")";
  }

  @Override
  public String getOutputStatement(String toDisplay) {
    StringBuilder out = new StringBuilder("print(\"");
    for (int i = 0; i < toDisplay.length(); i++) {
      char c = toDisplay.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\0' -> out.append("\\000");
        default -> out.append(c);
      }
    }
    return out.append("\")").toString();
  }

  /** One statement after the other; a semicolon keeps one that begins with a bracket apart. */
  @Override
  public String getProgram(String... statements) {
    return String.join("\n;", statements) + "\n";
  }

  /** A new engine; never throws: the manager would go on to another engine without a word. */
  @Override
  public LuaEngine getScriptEngine() {
    return LuaEngine.builder().build(this);
  }
}
