package org.moonwire.engine;

import java.util.Map;
import java.util.OptionalInt;
import javax.script.ScriptException;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;

/**
 * What went wrong in a script. The message is the script's, position included where Lua puts one;
 * the cause is the exception of the host object that failed, if that is what happened.
 */
public class LuaScriptException extends ScriptException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final transient ErrorValue error;
  private final transient Origin origin;

  /**
   * Where an error happened: the Lua stack as text, the chunk, and line and column from 1, -1 if
   * unknown. A column counts characters; only syntax errors have one.
   */
  public record Origin(String luaStack, String fileName, int lineNumber, int columnNumber) {
    /** An error that no line of a script is to blame for. */
    public static final Origin UNKNOWN = new Origin("", null, -1);

    /** An error in a line, nobody knows where in it. */
    public Origin(String luaStack, String fileName, int lineNumber) {
      this(luaStack, fileName, lineNumber, -1);
    }
  }

  /** For the engine; {@code error} is null where the script raised no error object. */
  @SuppressWarnings("this-escape") // Throwable only keeps the cause; no subclass does more.
  protected LuaScriptException(String message, ErrorValue error, Origin origin, Throwable cause) {
    super(message, origin.fileName(), origin.lineNumber(), origin.columnNumber());
    this.message = message;
    this.error = error;
    this.origin = origin;
    if (cause != null) {
      initCause(cause);
    }
  }

  /** The script's message and nothing else. */
  @Override
  public String getMessage() {
    return message;
  }

  /** The message behind the name of this class: hosts print it, and subclasses are internal. */
  @Override
  public String toString() {
    return LuaScriptException.class.getName() + ": " + message;
  }

  /** The error object that the script raised, or null. */
  public ErrorValue error() {
    return error;
  }

  /**
   * What went wrong, as one of {@link ErrorKind} or a string of the script's: the kind of the error
   * object if there is one; otherwise {@link ErrorKind#TIMEOUT}, {@link ErrorKind#CANCELED} after
   * an interrupt, {@link ErrorKind#OUT_OF_MEMORY}, {@link ErrorKind#DEADLOCK}, {@link
   * ErrorKind#CLOSED}, {@link ErrorKind#EXIT}, {@link ErrorKind#SYNTAX}, {@link ErrorKind#INVALID}
   * for a setting that is wrong, and {@link ErrorKind#UNKNOWN} for any other error of a script. A
   * time limit that the host has set and a timeout that a module reports differ in {@link
   * #error()}, null for the first.
   */
  public String kind() {
    return error == null ? ErrorKind.UNKNOWN : error.kind();
  }

  /** Whether trying again may help; null if the script does not say. */
  public Boolean retryable() {
    return error == null ? null : error.retryable();
  }

  /** The details of the error object; empty without one. */
  public Map<String, Object> details() {
    return error == null ? Map.of() : error.details();
  }

  /** The Lua stack as text, {@code ""} if there is none. */
  public String luaStack() {
    return origin == null ? "" : origin.luaStack();
  }

  /** The code that the script gave to {@code os.exit}; empty if it ended otherwise. */
  public OptionalInt exitCode() {
    return OptionalInt.empty();
  }
}
