package org.moonwire.engine.settings;

import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.module.ErrorKind;

/**
 * An eval that failed outside of the script's own code: in a setting, in the source, or because the
 * engine is closed.
 */
public final class EvalException extends LuaScriptException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  /** A setting is to blame. */
  public EvalException(String message) {
    this(ErrorKind.INVALID, message);
  }

  /** A setting is to blame, and an exception. */
  public EvalException(String message, Throwable cause) {
    this(ErrorKind.INVALID, message, cause);
  }

  /** No line of a script is to blame. */
  public EvalException(String kind, String message) {
    this(kind, message, (Throwable) null);
  }

  /** No line of a script is to blame, but an exception. */
  public EvalException(String kind, String message, Throwable cause) {
    super(message, null, Origin.UNKNOWN, cause);
    this.kind = kind;
  }

  /** A place in the source is to blame. */
  public EvalException(String kind, String message, Origin origin) {
    super(message, null, origin, null);
    this.kind = kind;
  }

  @Override
  public String kind() {
    return kind;
  }
}
