package org.moonwire.policy;

/** Reports that a condition or expression has no truth value for a request. */
final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  EvaluationException(String message) {
    this(message, null);
  }

  EvaluationException(String message, Throwable cause) {
    // Failures are an ordinary outcome of evaluation: no stack trace to pay for.
    super(message, cause, false, false);
  }
}
