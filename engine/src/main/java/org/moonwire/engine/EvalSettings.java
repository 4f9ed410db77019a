package org.moonwire.engine;

import java.time.Duration;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.moonwire.engine.core.RunOptions;

/** What an eval runs with: the engine's settings, overridden by attributes of its context. */
final class EvalSettings {
  private static final String TIMEOUT = "moonwire.timeout";

  private final Duration timeout;
  private final SecuritySettings security;

  EvalSettings(Duration timeout, SecuritySettings security) {
    this.timeout = timeout;
    this.security = security;
  }

  /**
   * The options of a run in this context.
   *
   * @throws ScriptException if an attribute is wrong
   */
  RunOptions options(ScriptContext context) throws ScriptException {
    return new RunOptions(
        timeout(context.getAttribute(TIMEOUT)),
        security.of(context),
        context.getWriter(),
        context.getErrorWriter(),
        context.getReader());
  }

  private Duration timeout(Object attribute) throws ScriptException {
    return attribute == null ? timeout : Timeouts.read(attribute);
  }
}
