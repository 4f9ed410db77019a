package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;

/** The end of a run that failed: the Lua error value and where it was raised. */
public final class ScriptFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient LuaValue value;
  private final String traceback;
  private final String chunk;
  private final int line;
  private final String kind;

  ScriptFailureException(LuaValue value, String kind, Origin origin, Throwable cause) {
    super(LuaStrings.display(value), cause);
    this.value = value;
    this.kind = kind;
    this.traceback = origin.traceback();
    this.chunk = origin.chunk();
    this.line = origin.line();
  }

  /** Where an error was raised; an unknown line is -1. */
  record Origin(String chunk, int line, String traceback) {
    static final Origin UNKNOWN = new Origin(null, -1, "");
  }

  /** Why the run failed if no error object says so, as one of {@code ErrorKind}. */
  public String kind() {
    return kind;
  }

  /** The error value: usually a string or an error object. */
  public LuaValue value() {
    return value;
  }

  /**
   * The calls in progress when the error was raised, as {@code debug.traceback} writes them; may be
   * empty.
   */
  public String traceback() {
    return traceback;
  }

  /** The chunk in which the error was raised, null if unknown. */
  public String chunk() {
    return chunk;
  }

  /** The line in which the error was raised, from 1; -1 if unknown. */
  public int line() {
    return line;
  }
}
