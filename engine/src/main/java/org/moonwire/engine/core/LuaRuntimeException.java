package org.moonwire.engine.core;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/**
 * A Lua error on its way up. A message raised with {@link #message} gets the position of the
 * calling Lua code in front of it, as {@code luaL_error} does; a value raised with {@link #value}
 * is passed on untouched.
 */
public final class LuaRuntimeException extends LuaError {
  private static final long serialVersionUID = 1L;

  private final transient LuaValue value;
  private final transient boolean wantsPosition;

  /** Set once the error handler of {@code xpcall} has seen the error. */
  transient boolean handled;

  transient ScriptFailureException.Origin origin;

  private LuaRuntimeException(LuaValue value, boolean wantsPosition, Throwable cause) {
    super((String) null);
    this.value = value;
    this.wantsPosition = wantsPosition;
    this.cause = cause;
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

  /** An error that carries {@code value} exactly. */
  public static LuaRuntimeException value(LuaValue value) {
    return new LuaRuntimeException(value, false, null);
  }

  /** An error that carries {@code value} exactly, caused by an exception of Java code. */
  public static LuaRuntimeException value(LuaValue value, Throwable cause) {
    return new LuaRuntimeException(value, false, cause);
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
    LuaRuntimeException raise = new LuaRuntimeException(other, false, cause);
    raise.origin = origin;
    raise.handled = handled;
    return raise;
  }

  /** The value that {@code pcall} returns. */
  public LuaValue value() {
    return value;
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
