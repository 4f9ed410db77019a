package org.moonwire.engine.module;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A structured error as scripts see it: message, kind, retryable (true, false or unknown), details,
 * the context in which it was passed on, the Lua stack where a script made it, and for Java the
 * cause. Immutable.
 */
public final class ErrorValue implements LuaObject {
  private final String message;
  private final String context;
  private final String kind;
  private final Boolean retryable;
  private final ErrorDetails details;
  private final List<StackFrame> stack;
  private final Throwable cause;

  private ErrorValue(
      String message,
      String context,
      String kind,
      Boolean retryable,
      ErrorDetails details,
      List<StackFrame> stack,
      Throwable cause) {
    this.message = Objects.requireNonNull(message);
    this.context = context;
    this.kind = Objects.requireNonNull(kind);
    this.retryable = retryable;
    this.details = details;
    this.stack = stack;
    this.cause = cause;
  }

  /** An error of the given kind ({@link ErrorKind} or any string). */
  public static ErrorValue of(String kind, String message, boolean retryable) {
    return new ErrorValue(message, null, kind, retryable, ErrorDetails.NONE, List.of(), null);
  }

  /** The same error with another answer to whether trying again may help. */
  public ErrorValue withRetryable(boolean newRetryable) {
    return new ErrorValue(message, context, kind, newRetryable, details, stack, cause);
  }

  /** An error of the given kind, about which nobody knows whether trying again may help. */
  public static ErrorValue of(String kind, String message) {
    return new ErrorValue(message, null, kind, null, ErrorDetails.NONE, List.of(), null);
  }

  /**
   * The same error with details for {@code err:details()}: a deep copy of the map, in which
   * functions and objects become text.
   *
   * @throws IllegalArgumentException if the map is nested more than 100 deep, as one that contains
   *     itself is, or holds more than 100,000 values
   */
  public ErrorValue withDetails(Map<?, ?> newDetails) {
    ErrorDetails copy = ErrorDetails.copyOf(newDetails);
    return new ErrorValue(message, context, kind, retryable, copy, stack, cause);
  }

  /** The same error with the Java exception behind it. */
  public ErrorValue withCause(Throwable newCause) {
    return new ErrorValue(message, context, kind, retryable, details, stack, newCause);
  }

  /** The same error with what was being done when it happened, shown by {@code err:stack()}. */
  public ErrorValue withContext(String newContext) {
    return new ErrorValue(message, newContext, kind, retryable, details, stack, cause);
  }

  /** The same error with the Lua stack of where it was made. */
  public ErrorValue withStack(List<StackFrame> newStack) {
    return new ErrorValue(message, context, kind, retryable, details, List.copyOf(newStack), cause);
  }

  /**
   * This error passed on: its full text becomes the message, in front of which {@code newContext}
   * stands in turn.
   */
  public ErrorValue wrap(String newContext) {
    return new ErrorValue(text(), newContext, kind, retryable, details, stack, cause);
  }

  /** What happened. */
  public String message() {
    return message;
  }

  /** What was being done when it happened; null if unknown. */
  public String context() {
    return context;
  }

  /** The context, if there is one, and the message. */
  public String text() {
    return context == null ? message : context + ": " + message;
  }

  /** The kind, {@code ""} if unknown. */
  public String kind() {
    return kind;
  }

  /** Whether trying again may help; null if unknown. */
  public Boolean retryable() {
    return retryable;
  }

  /** Facts about the error, lists and maps nested; empty if there are none. */
  public Map<String, Object> details() {
    return details.asMap();
  }

  ErrorDetails luaDetails() {
    return details;
  }

  /** The Lua stack where a script made the error, innermost first; empty if Java made it. */
  public List<StackFrame> stack() {
    return stack;
  }

  /** The Java exception behind the error, or null. */
  public Throwable cause() {
    return cause;
  }

  @Override
  public LuaType<ErrorValue> luaType() {
    return ErrorType.TYPE;
  }

  @Override
  public String toString() {
    return message;
  }
}
