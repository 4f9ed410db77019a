package org.moonwire.engine.core;

import org.moonwire.engine.module.ErrorKind;

/**
 * The end of a run because the script called {@code os.exit}. The JVM goes on; what the code means
 * is the host's affair.
 */
public final class ExitException extends StoppedException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /** Ends the run with a code, 0 for success. */
  public ExitException(int code) {
    super(ErrorKind.EXIT, "script exited with code " + code);
    this.code = code;
  }

  /** The code that the script gave. */
  public int code() {
    return code;
  }
}
