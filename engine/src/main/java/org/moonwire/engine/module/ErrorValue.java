package org.moonwire.engine.module;

import java.util.Map;
import java.util.Objects;

/**
 * A structured error as scripts see it: message, kind, retryable (true, false or unknown), details,
 * and for Java the cause. Immutable.
 */
public final class ErrorValue implements LuaObject {
  private final String message;
  private final String kind;
  private final Boolean retryable;
  private final Map<String, Object> details;
  private final Throwable cause;

  private ErrorValue(
      String message,
      String kind,
      Boolean retryable,
      Map<String, Object> details,
      Throwable cause) {
    this.message = Objects.requireNonNull(message);
    this.kind = Objects.requireNonNull(kind);
    this.retryable = retryable;
    this.details = details;
    this.cause = cause;
  }

  /** An error of the given kind ({@link ErrorKind} or any string). */
  public static ErrorValue of(String kind, String message, boolean retryable) {
    return new ErrorValue(message, kind, retryable, Map.of(), null);
  }

  /** The same error with details for {@code err:details()}. */
  public ErrorValue withDetails(Map<String, Object> newDetails) {
    return new ErrorValue(message, kind, retryable, Map.copyOf(newDetails), cause);
  }

  /** The same error with the Java exception behind it. */
  public ErrorValue withCause(Throwable newCause) {
    return new ErrorValue(message, kind, retryable, details, newCause);
  }

  /** What happened. */
  public String message() {
    return message;
  }

  /** The kind, {@code ""} if unknown. */
  public String kind() {
    return kind;
  }

  /** Whether trying again may help; null if unknown. */
  public Boolean retryable() {
    return retryable;
  }

  /** Facts about the error; empty if there are none. */
  public Map<String, Object> details() {
    return details;
  }

  /** The Java exception behind the error, or null. */
  public Throwable cause() {
    return cause;
  }

  @Override
  public LuaType<?> luaType() {
    throw new UnsupportedOperationException("written with the errors module");
  }

  @Override
  public String toString() {
    return message;
  }
}
