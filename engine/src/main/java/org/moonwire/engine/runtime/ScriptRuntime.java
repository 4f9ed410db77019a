package org.moonwire.engine.runtime;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import javax.script.SimpleScriptContext;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.backend.EngineBackend;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.StoppedException;
import org.moonwire.engine.core.Watchdog;
import org.moonwire.engine.globals.Environment;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.require.ModuleRegistry;
import org.moonwire.engine.settings.EvalException;
import org.moonwire.engine.settings.EvalSettings;

/**
 * The implementation of one engine: the core, its modules, and the realms of the host's Bindings.
 */
final class ScriptRuntime implements EngineBackend {
  private static final String DEFAULT_NAME = "chunk";
  private static final byte[] RETURN = "return ".getBytes(StandardCharsets.US_ASCII);

  private final EngineCore core;
  private final ModuleRegistry modules;
  private final EvalSettings settings;
  private final RealmCache realmCache = new RealmCache();

  ScriptRuntime(EngineCore core, ModuleRegistry modules, EvalSettings settings) {
    this.core = core;
    this.modules = modules;
    this.settings = settings;
  }

  @Override
  public LiveBindings createBindings() {
    return new LiveBindings(this);
  }

  @Override
  public ScriptContext createContext() {
    ScriptContext context = new SimpleScriptContext();
    context.setWriter(new ConsoleWriter(System.out));
    context.setErrorWriter(new ConsoleWriter(System.err));
    context.setBindings(createBindings(), ScriptContext.ENGINE_SCOPE);
    return context;
  }

  @Override
  public byte[] read(Reader source, ScriptContext context) throws ScriptException {
    Objects.requireNonNull(source, "reader");
    try {
      return Watchdog.over(
          core, settings.timeout(context), () -> ScriptText.read(source, settings.maxString()));
    } catch (StoppedException e) {
      throw new EvalException(e.kind(), e.getMessage());
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw new EvalException(
          ErrorKind.UNKNOWN, "the script cannot be read: " + cause.getMessage(), cause);
    }
  }

  /** Compiles; what does not parse is tried as an expression, and the first error is reported. */
  @Override
  public ParsedScript parse(byte[] script, ScriptContext context) throws ScriptException {
    checkOpen();
    Object file = context.getAttribute(ScriptEngine.FILENAME);
    String name = file == null ? DEFAULT_NAME : file.toString();
    byte[] source = withoutShebang(script);
    Duration timeout = settings.timeout(context);
    try {
      Chunk chunk = Watchdog.over(core, timeout, () -> compileEither(source, name));
      return own -> eval(chunk, own);
    } catch (StoppedException e) {
      throw new EvalException(e.kind(), e.getMessage());
    } catch (LuaError e) {
      throw unparsed(e, name);
    }
  }

  private Chunk compileEither(byte[] source, String name) {
    try {
      return compile(source, name);
    } catch (LuaError first) {
      try {
        return compile(asExpression(source), name);
      } catch (LuaError second) {
        throw first;
      }
    }
  }

  private static byte[] asExpression(byte[] source) {
    byte[] all = Arrays.copyOf(RETURN, RETURN.length + source.length);
    System.arraycopy(source, 0, all, RETURN.length, source.length);
    return all;
  }

  private Chunk compile(byte[] source, String name) {
    return new Chunk(core.compile(source, "@" + name), name);
  }

  /** Leaves out a first line that begins with {@code #}, but not its end. */
  private static byte[] withoutShebang(byte[] script) {
    if (script.length == 0 || script[0] != '#') {
      return script;
    }
    int end = 0;
    while (end < script.length && script[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(script, end, script.length);
  }

  private static LuaScriptException unparsed(LuaError error, String name) {
    if (!(error instanceof LuaRuntimeException e)) {
      return new EvalException(ErrorKind.UNKNOWN, error.getMessage(), error);
    }
    LuaScriptException.Origin place = new LuaScriptException.Origin("", name, e.line(), e.column());
    return new EvalException(e.kind(), e.getMessage(), place);
  }

  private Object eval(Chunk chunk, ScriptContext context) throws ScriptException {
    Bindings own = context.getBindings(ScriptContext.ENGINE_SCOPE);
    if (own == null || own instanceof LiveBindings) {
      return session(context).run(chunk);
    }
    BindingsRealm bindingsRealm = realmCache.enter(own, b -> BindingsRealm.over(this, b));
    try {
      return new EvalContext(this, bindingsRealm, context, own).run(chunk);
    } catch (Throwable e) {
      // What is thrown may hold values of the script.
      bindingsRealm.realm().touch();
      throw e;
    } finally {
      realmCache.leave(own);
    }
  }

  @Override
  public Object callFunction(ScriptContext context, String name, Object[] args)
      throws ScriptException, NoSuchMethodException {
    return session(context).callFunction(name, args);
  }

  @Override
  public Object callMethod(ScriptContext context, Object target, String name, Object[] args)
      throws ScriptException, NoSuchMethodException {
    return session(context).callMethod(target, name, args);
  }

  @Override
  public <T> T implement(ScriptContext context, Object target, Class<T> type) {
    LuaTable table = target == null ? null : EvalContext.table(this, target);
    return ScriptInterface.over(session(context), table, type);
  }

  /** The environment and the options of a run in this context. */
  private EvalContext session(ScriptContext context) {
    Bindings own = context.getBindings(ScriptContext.ENGINE_SCOPE);
    if (own == null) {
      own = createBindings();
    }
    BindingsRealm bindingsRealm =
        own instanceof LiveBindings b
            ? checked(b.bindingsRealm())
            : realmCache.get(own, b -> BindingsRealm.over(this, b));
    return new EvalContext(this, bindingsRealm, context, own);
  }

  /** Bindings of another engine are as good as any, if they have the level of this one. */
  private BindingsRealm checked(BindingsRealm bindingsRealm) {
    checkLevel(bindingsRealm.realm());
    return bindingsRealm;
  }

  /**
   * A realm has one level for ever.
   *
   * @throws IllegalArgumentException if that is not the one of this engine
   */
  void checkLevel(Realm realm) {
    Language level = realm.core().language();
    if (level != core.language()) {
      throw new IllegalArgumentException(
          "the Bindings belong to an engine of Lua "
              + level.version()
              + ", and this one runs Lua "
              + core.language().version()
              + "; give it Bindings of its own");
    }
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
      throw new EvalException(ErrorKind.CLOSED, "the engine is closed");
    }
  }

  @Override
  public void close() {
    core.close();
  }
}
