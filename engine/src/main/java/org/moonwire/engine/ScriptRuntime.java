package org.moonwire.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.luaj.vm2.LuaError;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Stopped;
import org.moonwire.engine.core.Watch;
import org.moonwire.engine.interop.ModuleRegistry;

/** What stands behind one engine: the core, its modules, and the homes of foreign Bindings. */
final class ScriptRuntime {
  private static final String DEFAULT_NAME = "chunk";
  private static final Pattern POSITION = Pattern.compile("^(.*?):(\\d+): ");

  private final EngineCore core;
  private final ModuleRegistry modules;
  private final EvalSettings settings;
  private final Homes homes = new Homes();

  ScriptRuntime(EngineCore core, ModuleRegistry modules, EvalSettings settings) {
    this.core = core;
    this.modules = modules;
    this.settings = settings;
  }

  LuaBindings createBindings() {
    return new LuaBindings(this);
  }

  /** Compiles; what does not parse is tried as an expression, and the first error is reported. */
  Chunk parse(String script, ScriptContext context) throws ScriptException {
    checkOpen();
    Object file = context.getAttribute(ScriptEngine.FILENAME);
    String name = file == null ? DEFAULT_NAME : file.toString();
    String source = withoutShebang(script);
    Duration timeout = settings.timeout(context);
    try {
      return Watch.over(core, timeout, () -> compileEither(source, name));
    } catch (Stopped e) {
      throw new LuaScriptException(e.getMessage(), null);
    } catch (LuaError e) {
      throw syntaxError(e, name);
    }
  }

  private Chunk compileEither(String source, String name) {
    try {
      return compile(source, name);
    } catch (LuaError first) {
      try {
        return compile("return " + source, name);
      } catch (LuaError second) {
        throw first;
      }
    }
  }

  private Chunk compile(String source, String name) {
    return new Chunk(core.compile(source.getBytes(StandardCharsets.UTF_8), "@" + name), name);
  }

  private static String withoutShebang(String script) {
    if (!script.startsWith("#")) {
      return script;
    }
    int end = script.indexOf('\n');
    return end < 0 ? "" : script.substring(end);
  }

  private static LuaScriptException syntaxError(LuaError error, String name) {
    String message = error.getMessage();
    Matcher position = POSITION.matcher(message);
    int line = position.find() ? Integer.parseInt(position.group(2)) : -1;
    LuaScriptException.Origin origin = new LuaScriptException.Origin("", name, line);
    return new LuaScriptException(message, null, origin, null);
  }

  Object eval(Chunk chunk, ScriptContext context) throws ScriptException {
    Bindings own = context.getBindings(ScriptContext.ENGINE_SCOPE);
    if (own == null || own instanceof LuaBindings) {
      return session(context).run(chunk);
    }
    Home home = homes.enter(own, b -> Home.over(this, b));
    try {
      return new Session(this, home, context, own).run(chunk);
    } catch (Throwable e) {
      // What is thrown may hold values of the script.
      home.realm().touch();
      throw e;
    } finally {
      homes.leave(own);
    }
  }

  /** The environment and the options of a run in this context. */
  Session session(ScriptContext context) {
    Bindings own = context.getBindings(ScriptContext.ENGINE_SCOPE);
    if (own == null) {
      own = createBindings();
    }
    Home home = own instanceof LuaBindings b ? b.home() : homes.get(own, b -> Home.over(this, b));
    return new Session(this, home, context, own);
  }

  EngineCore core() {
    return core;
  }

  /** A new environment, to be opened. */
  Environment environment() {
    return new Environment(modules, settings);
  }

  EvalSettings settings() {
    return settings;
  }

  void checkOpen() throws ScriptException {
    if (core.isClosed()) {
      throw new LuaScriptException("the engine is closed", null);
    }
  }

  void close() {
    core.close();
  }
}
