package org.moonwire.engine.core;

import org.moonwire.engine.module.ErrorKind;

/**
 * The end of a run because the script called {@code os.exit}. The JVM goes on; what the code means
 * is the host's affair.
 */
public final class ExitException extends StoppedException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final boolean closesState;

  /**
   * Ends the run with a code, 0 for success; {@code closesState} if the variables of the main chunk
   * that are to be closed are closed before.
   */
  public ExitException(int code, boolean closesState) {
    super(ErrorKind.EXIT, "script exited with code " + code);
    this.code = code;
    this.closesState = closesState;
  }

  boolean closesState() {
    return closesState;
  }

  /** The code that the script gave. */
  public int code() {
    return code;
  }
}
