package org.moonwire.engine.settings;

import java.time.Duration;
import javax.script.ScriptContext;
import javax.script.SimpleScriptContext;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Limits;
import org.moonwire.engine.core.RunOptions;

/** What an eval runs with: the engine's settings, overridden by attributes of its context. */
public final class EvalSettings {
  private static final String TIMEOUT = "moonwire.timeout";
  private static final String MEMORY = "moonwire.memory";

  private final Duration timeout;
  private final EngineCore core;
  private final SecuritySettings security;
  private final Limits limits;

  public EvalSettings(EngineCore core, Duration timeout, SecuritySettings security, Limits limits) {
    this.core = core;
    this.limits = limits;
    this.timeout = timeout;
    this.security = security;
  }

  /**
   * The options of a call that comes with no context: those of the engine's own.
   *
   * @throws LuaScriptException if an attribute is wrong
   */
  public RunOptions defaults() throws LuaScriptException {
    // Without an owner the engine is about to end: what is set in no context holds.
    return options(
        core.console() instanceof EngineOwner own ? own.context() : new SimpleScriptContext());
  }

  /**
   * The options of a run in this context.
   *
   * @throws LuaScriptException if an attribute is wrong
   */
  public RunOptions options(ScriptContext context) throws LuaScriptException {
    return new RunOptions(
        core,
        timeout(context.getAttribute(TIMEOUT)),
        security.of(context),
        limits(context.getAttribute(MEMORY)),
        context.getWriter(),
        context.getErrorWriter(),
        context.getReader());
  }

  /** The time limit of what is done in this context. */
  public Duration timeout(ScriptContext context) throws LuaScriptException {
    return timeout(context.getAttribute(TIMEOUT));
  }

  private Limits limits(Object attribute) throws LuaScriptException {
    return attribute == null ? limits : new Limits(MemorySize.read(attribute), limits.string());
  }

  private Duration timeout(Object attribute) throws LuaScriptException {
    return attribute == null ? timeout : TimeLimit.read(attribute);
  }
}
