package org.moonwire.engine.jit;

/** Says why a function is not compiled. */
final class NotCompiledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCompiledException(String reason) {
    super(reason, null, false, false);
  }
}
