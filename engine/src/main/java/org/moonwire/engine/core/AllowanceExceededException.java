package org.moonwire.engine.core;

import java.util.concurrent.TimeUnit;
import org.moonwire.engine.module.ErrorKind;

/** The end of a task that has computed for too long after its run; see {@link Allowance}. */
final class AllowanceExceededException extends StoppedException {
  private static final long serialVersionUID = 1L;

  AllowanceExceededException(long nanos) {
    super(
        ErrorKind.TIMEOUT,
        "script timed out after "
            + TimeUnit.NANOSECONDS.toMillis(nanos)
            + " ms without a wait after the end of its run");
  }
}
