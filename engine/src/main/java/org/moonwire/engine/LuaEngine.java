package org.moonwire.engine;

import java.io.Reader;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.moonwire.engine.backend.BackendFactory;
import org.moonwire.engine.backend.EngineBackend;
import org.moonwire.engine.backend.EngineBackend.ParsedScript;
import org.moonwire.engine.backend.EngineOptions;

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
  // A call may be the last use of an engine, which would end in the middle of it when a collection
  // comes: hence the fences.
  private final LuaScriptEngineFactory factory;
  private final EngineBackend backend;

  LuaEngine(LuaScriptEngineFactory factory, EngineOptions options) {
    this.factory = factory;
    this.backend = BackendFactory.get().open(options, this);
    this.context = backend.createContext();
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
    BackendFactory.get().closeAll(Objects.requireNonNull(application, "application"));
  }

  @Override
  public Object eval(String script, ScriptContext scriptContext) throws ScriptException {
    Objects.requireNonNull(scriptContext, "context");
    try {
      return parse(script, scriptContext).eval(scriptContext);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public Object eval(Reader reader, ScriptContext scriptContext) throws ScriptException {
    byte[] script = backend.read(reader, scriptContext);
    try {
      return backend.parse(script, scriptContext).eval(scriptContext);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public LuaCompiledScript compile(String script) throws ScriptException {
    return new LuaCompiledScript(this, parse(script, context));
  }

  @Override
  public LuaCompiledScript compile(Reader script) throws ScriptException {
    byte[] source = backend.read(script, getContext());
    return new LuaCompiledScript(this, backend.parse(source, context));
  }

  private ParsedScript parse(String script, ScriptContext scriptContext) throws ScriptException {
    Objects.requireNonNull(script, "script");
    return backend.parse(script.getBytes(StandardCharsets.UTF_8), scriptContext);
  }

  /** A fresh, empty set of globals; see {@link LuaBindings}. */
  @Override
  public Bindings createBindings() {
    return backend.createBindings();
  }

  @Override
  public LuaScriptEngineFactory getFactory() {
    return factory;
  }

  @Override
  public Object invokeFunction(String name, Object... args)
      throws ScriptException, NoSuchMethodException {
    Objects.requireNonNull(name, "name");
    try {
      return backend.callFunction(context, name, args);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public Object invokeMethod(Object target, String name, Object... args)
      throws ScriptException, NoSuchMethodException {
    Objects.requireNonNull(name, "name");
    try {
      return backend.callMethod(context, target, name, args);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Implements an interface by the script's functions of the same names; null if one is missing.
   */
  @Override
  public <T> T getInterface(Class<T> type) {
    try {
      return backend.implement(context, null, type);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Implements an interface by the functions of a table; null if one is missing. */
  @Override
  public <T> T getInterface(Object target, Class<T> type) {
    if (target == null) {
      throw new IllegalArgumentException("`null` is no table of a script");
    }
    try {
      return backend.implement(context, target, type);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Ends all scripts of this engine, their tasks, timers and connections, and leaves no thread.
   * Closing again has no effect.
   */
  @Override
  public void close() {
    backend.close();
  }
}
