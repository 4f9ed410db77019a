package org.moonwire.engine;

import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import org.moonwire.engine.module.Language;

/**
 * Registers Moonwire with {@code javax.script}. The engine name sorts before that of LuaJ's own
 * factory, which is what makes {@link javax.script.ScriptEngineManager} prefer this one whatever
 * the order of the class path.
 */
public sealed class LuaScriptEngineFactory implements ScriptEngineFactory
    permits Lua52ScriptEngineFactory, Lua54ScriptEngineFactory {
  private static final System.Logger LOG = System.getLogger("org.moonwire.engine");
  private static final String ENGINE_NAME = "Lua (Moonwire)";
  private static final String ENGINE_VERSION = "0.1.0";
  private static final String LANGUAGE_PROPERTY = "moonwire.language";

  private static final List<String> NAMES = List.of("moonwire", "lua", "Lua");
  private static final List<String> EXTENSIONS = List.of("lua");
  private static final List<String> MIME_TYPES =
      List.of("text/x-lua", "application/x-lua", "text/lua", "application/lua");

  /** Null for the one that the system property names, or 5.2. */
  private final Language language;

  /** For ServiceLoader: engines of the default level. */
  public LuaScriptEngineFactory() {
    this(null);
  }

  LuaScriptEngineFactory(Language language) {
    this.language = language;
  }

  /** The factory that an engine of this level tells, null for the default one. */
  static LuaScriptEngineFactory of(Language language) {
    if (language == null) {
      return new LuaScriptEngineFactory();
    }
    return language == Language.LUA_5_2
        ? new Lua52ScriptEngineFactory()
        : new Lua54ScriptEngineFactory();
  }

  /** The level of engines that nobody has chosen one for. */
  static Language defaultLanguage() {
    String property = System.getProperty(LANGUAGE_PROPERTY);
    if (property == null) {
      return Language.LUA_5_2;
    }
    try {
      return Language.of(property);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("`" + LANGUAGE_PROPERTY + "`: " + e.getMessage(), e);
    }
  }

  /** As {@link #defaultLanguage}, for callers that nothing may be thrown at. */
  private Language language() {
    if (language != null) {
      return language;
    }
    try {
      return defaultLanguage();
    } catch (IllegalArgumentException e) {
      LOG.log(System.Logger.Level.ERROR, e.getMessage() + "; scripts are run as Lua 5.2");
      return Language.LUA_5_2;
    }
  }

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
    return language().version();
  }

  /** The value of a parameter; null for any that the engine does not know. */
  @Override
  public Object getParameter(String key) {
    if (key == null) {
      return null;
    }
    return switch (key) {
      case ScriptEngine.ENGINE -> getEngineName();
      case ScriptEngine.ENGINE_VERSION -> getEngineVersion();
      case ScriptEngine.LANGUAGE -> getLanguageName();
      case ScriptEngine.LANGUAGE_VERSION -> getLanguageVersion();
      case ScriptEngine.NAME -> getNames().get(0);
      case "THREADING" -> "MULTITHREADED";
      default -> null;
    };
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
    return LuaEngine.builder().language(language()).build(this);
  }
}
