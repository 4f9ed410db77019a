package org.moonwire.engine.core;

import java.util.concurrent.TimeUnit;
import org.moonwire.engine.module.ErrorKind;

/**
 * Ends a run from outside: interrupt, deadline, close, the failure of another task. No Lua code can
 * catch it; {@code finally} code of Java functions runs.
 */
public sealed class StoppedException extends RuntimeException
    permits ExitException, AllowanceExceededException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  StoppedException(String kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static StoppedException closed() {
    return new StoppedException(ErrorKind.CLOSED, "engine closed");
  }

  static StoppedException interrupted() {
    return new StoppedException(ErrorKind.CANCELED, "script interrupted");
  }

  static StoppedException timedOut(long nanos) {
    return new StoppedException(
        ErrorKind.TIMEOUT,
        "script timed out after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
  }

  /** The end of a task whose run goes no further. */
  static StoppedException ended(String message) {
    return new StoppedException(ErrorKind.CANCELED, message);
  }

  /** The end of a task whose run has failed. */
  static StoppedException because(Throwable failure) {
    return failure instanceof StoppedException s ? s : ended(String.valueOf(failure.getMessage()));
  }

  /** Why it ended, as one of {@link ErrorKind}. */
  public final String kind() {
    return kind;
  }
}
