package org.moonwire.engine.core;

/**
 * Ends a run from outside: interrupt, deadline, close, the failure of another task. No Lua code can
 * catch it; {@code finally} code of Java functions runs.
 */
public sealed class Stopped extends RuntimeException permits Exit {
  private static final long serialVersionUID = 1L;

  Stopped(String message) {
    super(message, null, false, false);
  }

  /** The end of a task whose run has failed. */
  static Stopped because(Throwable failure) {
    return failure instanceof Stopped s ? s : new Stopped(String.valueOf(failure.getMessage()));
  }
}
