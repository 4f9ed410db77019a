package org.moonwire.engine.core;

/**
 * Ends a run from outside: interrupt, deadline, close, the failure of another task. No Lua code can
 * catch it; {@code finally} code of Java functions runs.
 */
public sealed class StoppedException extends RuntimeException
    permits ExitException, AllowanceExceededException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message, null, false, false);
  }

  /** The end of a task whose run has failed. */
  static StoppedException because(Throwable failure) {
    return failure instanceof StoppedException s
        ? s
        : new StoppedException(String.valueOf(failure.getMessage()));
  }
}
