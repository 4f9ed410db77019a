package org.moonwire.engine;

import java.time.Duration;
import java.util.function.Supplier;
import javax.script.ScriptContext;
import org.moonwire.engine.core.Limits;
import org.moonwire.engine.core.RunOptions;

/** What an eval runs with: the engine's settings, overridden by attributes of its context. */
final class EvalSettings {
  private static final String TIMEOUT = "moonwire.timeout";
  private static final String MEMORY = "moonwire.memory";

  private final Duration timeout;
  private final SecuritySettings security;
  private final Limits limits;

  /** Written when the engine is made. */
  private Supplier<ScriptContext> ownContext;

  EvalSettings(Duration timeout, SecuritySettings security, Limits limits) {
    this.limits = limits;
    this.timeout = timeout;
    this.security = security;
  }

  /** Sets where the attributes, writers and readers of calls without a context come from. */
  void setDefault(Supplier<ScriptContext> newDefault) {
    this.ownContext = newDefault;
  }

  /**
   * The options of a call that comes with no context: those of the engine's own.
   *
   * @throws LuaScriptException if an attribute is wrong
   */
  RunOptions defaults() throws LuaScriptException {
    return options(ownContext.get());
  }

  /**
   * The options of a run in this context.
   *
   * @throws LuaScriptException if an attribute is wrong
   */
  RunOptions options(ScriptContext context) throws LuaScriptException {
    return new RunOptions(
        timeout(context.getAttribute(TIMEOUT)),
        security.of(context),
        limits(context.getAttribute(MEMORY)),
        context.getWriter(),
        context.getErrorWriter(),
        context.getReader());
  }

  /** The time limit of what is done in this context. */
  Duration timeout(ScriptContext context) throws LuaScriptException {
    return timeout(context.getAttribute(TIMEOUT));
  }

  private Limits limits(Object attribute) throws LuaScriptException {
    return attribute == null ? limits : new Limits(Sizes.read(attribute), limits.string());
  }

  private Duration timeout(Object attribute) throws LuaScriptException {
    return attribute == null ? timeout : Timeouts.read(attribute);
  }
}
