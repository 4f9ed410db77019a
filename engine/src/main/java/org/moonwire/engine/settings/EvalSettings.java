package org.moonwire.engine.settings;

import java.time.Duration;
import javax.script.ScriptContext;
import javax.script.SimpleScriptContext;
import org.luaj.vm2.LuaTable;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Limits;
import org.moonwire.engine.core.RunOptions;

/**
 * What an eval runs with: what the engine's builder says, or else the JVM's system properties,
 * narrowed by what the host sets for the eval.
 */
public final class EvalSettings {
  private final EngineCore core;
  private final Duration timeout;
  private final SecuritySettings security;
  private final Limits limits;
  private final EvalAttributes host;

  /** The properties as they were when the engine was made; null where they do not count. */
  private final String timeoutProperty;

  private final String memoryProperty;

  public EvalSettings(
      EngineCore core,
      Duration timeout,
      SecuritySettings security,
      Limits limits,
      EvalAttributes host) {
    this.core = core;
    this.limits = limits;
    this.timeout = timeout;
    this.security = security;
    this.host = host;
    this.timeoutProperty = timeout == null ? System.getProperty(EvalAttributes.TIMEOUT) : null;
    this.memoryProperty =
        limits.memory() == Limits.NONE ? System.getProperty(EvalAttributes.MEMORY) : null;
  }

  /**
   * The options of a call that comes with no context: those of the engine's own.
   *
   * @throws LuaScriptException if a setting is wrong
   */
  public RunOptions defaults() throws LuaScriptException {
    // Without an owner the engine is about to end: what is set in no context holds.
    return options(
        core.console() instanceof EngineOwner own ? own.context() : new SimpleScriptContext(),
        null);
  }

  /**
   * The options of a run in this context, with these globals; null for those of its realm.
   *
   * @throws LuaScriptException if a setting is wrong
   */
  public RunOptions options(ScriptContext context, LuaTable globals) throws LuaScriptException {
    EvalAttributes.Asked asked = host.read(context);
    return new RunOptions(
        core,
        timeout(asked.timeout()),
        security.of(asked.actor(), asked.scope()),
        limits(asked.memory()),
        context.getWriter(),
        context.getErrorWriter(),
        context.getReader(),
        globals);
  }

  /** The time limit of what is done in this context: an eval can only make it shorter. */
  public Duration timeout(ScriptContext context) throws LuaScriptException {
    return timeout(host.read(context).timeout());
  }

  private Duration timeout(Object asked) throws LuaScriptException {
    Duration most = timeoutProperty == null ? timeout : TimeLimit.read(timeoutProperty);
    if (asked == null) {
      return most;
    }
    Duration own = TimeLimit.read(asked);
    if (most == null || (own != null && own.compareTo(most) <= 0)) {
      return own;
    }
    host.ignore(
        EvalAttributes.TIMEOUT,
        "an eval cannot have more than its engine, `" + most + "`; set it with LuaEngineBuilder");
    return most;
  }

  /** The longest string, in bytes. */
  public long maxString() {
    return limits.string();
  }

  private Limits limits(Object asked) throws LuaScriptException {
    long most = memoryProperty == null ? limits.memory() : MemorySize.read(memoryProperty);
    long memory = asked == null ? most : MemorySize.read(asked);
    if (memory > most) {
      host.ignore(
          EvalAttributes.MEMORY, "an eval cannot have more than its engine, `" + most + "` bytes");
      memory = most;
    }
    return memory == limits.memory() ? limits : new Limits(memory, limits.string());
  }

  /** Says that a setting in data has no effect. */
  public void ignoreData(String key) {
    host.ignoreData(key, "what putAll brings may be data");
  }
}
