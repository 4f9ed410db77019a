package org.moonwire.engine.time;

/** An element of a layout cannot be read where the text stands. */
final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  BadValueException() {
    super(null, null, false, false);
  }
}
