package org.moonwire.engine.module;

import java.util.Objects;

/**
 * Ends a {@link ModuleFunction} from anywhere below it as {@link Results#failure} does: the
 * function returns {@code nil, err} and raises nothing.
 */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorValue error;

  /** Fails with {@code error}. */
  public FailureException(ErrorValue error) {
    super(error.message(), error.cause(), false, false);
    this.error = Objects.requireNonNull(error);
  }

  /** Fails with {@link ErrorKind#INVALID}: the caller's data is wrong, and remains so. */
  public static FailureException invalid(String message) {
    return new FailureException(ErrorValue.of(ErrorKind.INVALID, message, false));
  }

  /** What the function returns as second result. */
  public ErrorValue error() {
    return error;
  }
}
