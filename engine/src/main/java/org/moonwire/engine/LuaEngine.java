package org.moonwire.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.Objects;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import javax.script.SimpleScriptContext;
import org.moonwire.engine.interop.EvalException;
import org.moonwire.engine.runtime.Chunk;
import org.moonwire.engine.runtime.ConsoleWriter;
import org.moonwire.engine.runtime.EngineRegistry;
import org.moonwire.engine.runtime.EvalContext;
import org.moonwire.engine.runtime.ScriptInterface;
import org.moonwire.engine.runtime.ScriptRuntime;
import org.moonwire.engine.settings.EngineOwner;

/**
 * Runs Lua scripts for {@code javax.script}. Variables of ENGINE_SCOPE are the script's globals.
 *
 * <p>Safe to use from any number of threads: scripts with the same Bindings take turns at the
 * points where they wait, scripts with different Bindings run at the same time. Creating an engine
 * starts no thread. {@link #close} ends everything that its scripts have started; an engine that
 * nobody can reach any more ends the same way.
 */
public final class LuaEngine extends AbstractScriptEngine
    implements Compilable, Invocable, AutoCloseable {
  private final LuaScriptEngineFactory factory;
  private final ScriptRuntime runtime;

  /** Kept by this engine and by all that Java code gets of it. */
  private final EngineOwner console = new EngineOwner(this);

  LuaEngine(LuaScriptEngineFactory factory, ScriptRuntime runtime) {
    this.factory = factory;
    this.runtime = runtime;
    runtime.core().belongsTo(console);
    this.context = new SimpleScriptContext();
    context.setWriter(new ConsoleWriter(System.out));
    context.setErrorWriter(new ConsoleWriter(System.err));
    context.setBindings(createBindings(), ScriptContext.ENGINE_SCOPE);
  }

  /** Starts the configuration of an engine. */
  public static LuaEngineBuilder builder() {
    return new LuaEngineBuilder();
  }

  /**
   * Closes the engines of an application: those made by threads whose context class loader was
   * {@code application}, or all if it is the one that loaded this class. Returns when they are
   * closed. Web applications have it done at their end, see {@code org.moonwire.engine.web}.
   */
  public static void closeAll(ClassLoader application) {
    EngineRegistry.close(Objects.requireNonNull(application, "application"));
  }

  ScriptRuntime runtime() {
    return runtime;
  }

  @Override
  public Object eval(String script, ScriptContext scriptContext) throws ScriptException {
    Objects.requireNonNull(scriptContext, "context");
    return runtime.eval(parse(script, scriptContext), scriptContext);
  }

  @Override
  public Object eval(Reader reader, ScriptContext scriptContext) throws ScriptException {
    return eval(read(reader), scriptContext);
  }

  @Override
  public LuaCompiledScript compile(String script) throws ScriptException {
    return new LuaCompiledScript(this, parse(script, context));
  }

  @Override
  public LuaCompiledScript compile(Reader script) throws ScriptException {
    return compile(read(script));
  }

  private Chunk parse(String script, ScriptContext scriptContext) throws ScriptException {
    Objects.requireNonNull(script, "script");
    return runtime.parse(script, scriptContext);
  }

  private static String read(Reader reader) throws ScriptException {
    Objects.requireNonNull(reader, "reader");
    StringWriter text = new StringWriter();
    try {
      reader.transferTo(text);
    } catch (IOException e) {
      throw new EvalException("the script cannot be read: " + e.getMessage(), e);
    }
    return text.toString();
  }

  /** A fresh, empty set of globals; see {@link LuaBindings}. */
  @Override
  public Bindings createBindings() {
    return runtime.createBindings();
  }

  @Override
  public LuaScriptEngineFactory getFactory() {
    return factory;
  }

  @Override
  public Object invokeFunction(String name, Object... args)
      throws ScriptException, NoSuchMethodException {
    Objects.requireNonNull(name, "name");
    return runtime.session(context).callFunction(name, args);
  }

  @Override
  public Object invokeMethod(Object target, String name, Object... args)
      throws ScriptException, NoSuchMethodException {
    Objects.requireNonNull(name, "name");
    return runtime.session(context).callMethod(target, name, args);
  }

  /**
   * Implements an interface by the script's functions of the same names; null if one is missing.
   */
  @Override
  public <T> T getInterface(Class<T> type) {
    return ScriptInterface.over(runtime.session(context), null, type);
  }

  /** Implements an interface by the functions of a table; null if one is missing. */
  @Override
  public <T> T getInterface(Object target, Class<T> type) {
    Objects.requireNonNull(type, "type");
    return ScriptInterface.over(runtime.session(context), EvalContext.table(target), type);
  }

  /**
   * Ends all scripts of this engine, their tasks, timers and connections, and leaves no thread.
   * Closing again has no effect.
   */
  @Override
  public void close() {
    runtime.close();
  }
}
