package org.moonwire.engine.core;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.ErrorKind;

/**
 * A Lua error on its way up. A message raised with {@link #message} gets the position of the
 * calling Lua code in front of it, as {@code luaL_error} does; a value raised with {@link #value}
 * is passed on untouched.
 */
public final class LuaRuntimeException extends LuaError {
  private static final long serialVersionUID = 1L;

  private final transient LuaValue value;
  private final transient boolean wantsPosition;
  private final String kind;

  /** Set once the error handler of {@code xpcall} has seen the error. */
  transient boolean handled;

  transient ScriptFailureException.Origin origin;

  /** Where a source does not parse, -1 for other errors; set before anybody has the error. */
  private transient int line = -1;

  private transient int column = -1;

  private LuaRuntimeException(LuaValue value, boolean wantsPosition, String kind, Throwable cause) {
    super((String) null);
    this.value = value;
    this.wantsPosition = wantsPosition;
    this.kind = kind;
    this.cause = cause;
  }

  private LuaRuntimeException(LuaValue value, boolean wantsPosition, Throwable cause) {
    this(value, wantsPosition, ErrorKind.UNKNOWN, cause);
  }

  /** Made when asked for: scripts that catch errors do not. */
  @Override
  public String getMessage() {
    return LuaStrings.display(value);
  }

  @Override
  public LuaValue getMessageObject() {
    return value;
  }

  /** An error whose message the interpreter prefixes with {@code chunk:line:}. */
  public static LuaRuntimeException message(String message) {
    return new LuaRuntimeException(LuaStrings.encode(message), true, null);
  }

  /** As above, caused by an exception of Java code. */
  public static LuaRuntimeException message(String message, Throwable cause) {
    return new LuaRuntimeException(LuaStrings.encode(message), true, cause);
  }

  /** The error of a script that wants more memory than it may have, or than there is. */
  public static LuaRuntimeException outOfMemory() {
    LuaValue message = LuaString.valueOf("not enough memory");
    return new LuaRuntimeException(message, true, ErrorKind.OUT_OF_MEMORY, null);
  }

  /** The error of a source that does not parse at this line and column, both from 1. */
  public static LuaRuntimeException syntax(LuaString message, int line, int column) {
    LuaRuntimeException error = new LuaRuntimeException(message, false, ErrorKind.SYNTAX, null);
    error.line = line;
    error.column = column;
    return error;
  }

  /** An error that carries {@code value} exactly. */
  public static LuaRuntimeException value(LuaValue value) {
    return new LuaRuntimeException(value, false, null);
  }

  /** An error that carries {@code value} exactly, caused by an exception of Java code. */
  public static LuaRuntimeException value(LuaValue value, Throwable cause) {
    return new LuaRuntimeException(value, false, cause);
  }

  /** As above, of that {@link ErrorKind}, which Lua code does not see. */
  public static LuaRuntimeException value(LuaValue value, String kind, Throwable cause) {
    return new LuaRuntimeException(value, false, kind, cause);
  }

  /** The error that an exception of Java code becomes; the exception is its cause. */
  public static LuaRuntimeException fromJava(Throwable e) {
    boolean says = e.getMessage() != null && !isOfTheJvm(e);
    String message = says ? e.getMessage() : e.getClass().getSimpleName();
    return new LuaRuntimeException(LuaStrings.encode(message), true, e);
  }

  /** Whether the JVM has found the words, which tell of Java code and not of what went wrong. */
  private static boolean isOfTheJvm(Throwable e) {
    String message = e.getMessage();
    if (e instanceof NullPointerException) {
      return message.startsWith("Cannot ");
    }
    return e instanceof ClassCastException
        && (message.startsWith("Cannot cast ") || message.contains(" cannot be cast to class "));
  }

  /**
   * The error that an exception becomes which no function means to throw. What the JVM says of a
   * fault is for who mends it, and is the cause.
   */
  static LuaRuntimeException ofFault(RuntimeException e) {
    boolean fault =
        e instanceof NullPointerException
            || e instanceof ClassCastException
            || e instanceof IndexOutOfBoundsException
            || e instanceof ArrayStoreException
            || e instanceof NegativeArraySizeException
            || e instanceof ArithmeticException;
    return fault ? message("internal error", e) : fromJava(e);
  }

  /** This error with another value, its position known. */
  LuaRuntimeException with(LuaValue other) {
    LuaRuntimeException raise = new LuaRuntimeException(other, false, kind, cause);
    raise.origin = origin;
    raise.handled = handled;
    return raise;
  }

  /** The value that {@code pcall} returns. */
  public LuaValue value() {
    return value;
  }

  /** Why it happened if no script raised it, as one of {@link ErrorKind}. */
  public String kind() {
    return kind;
  }

  /** The line of the source that is to blame, -1 if unknown. */
  public int line() {
    return line;
  }

  /** The column of the source that is to blame, -1 if unknown. */
  public int column() {
    return column;
  }

  /** True while the position of the calling Lua code has yet to be put in front. */
  boolean wantsPosition() {
    return wantsPosition;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
