package org.moonwire.engine.settings;

import org.moonwire.engine.LuaScriptException;

/**
 * An eval that failed outside of the script's own code: in a setting, in the source, or because the
 * engine is closed.
 */
public final class EvalException extends LuaScriptException {
  private static final long serialVersionUID = 1L;

  /** No line of a script is to blame. */
  public EvalException(String message) {
    this(message, Origin.UNKNOWN);
  }

  /** No line of a script is to blame, but an exception. */
  public EvalException(String message, Throwable cause) {
    super(message, null, Origin.UNKNOWN, cause);
  }

  /** A line of the source is to blame. */
  public EvalException(String message, Origin origin) {
    super(message, null, origin, null);
  }
}
