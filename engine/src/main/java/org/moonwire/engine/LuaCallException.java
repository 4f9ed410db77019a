package org.moonwire.engine;

import javax.script.ScriptException;

/**
 * A script error thrown through a Java interface whose methods declare no ScriptException, such as
 * Runnable. Its cause is that ScriptException.
 */
public final class LuaCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Wraps a script error. */
  public LuaCallException(ScriptException cause) {
    super(cause.getMessage(), cause);
  }
}
