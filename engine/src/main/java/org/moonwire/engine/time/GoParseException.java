package org.moonwire.engine.time;

/** Says why a duration, a time or a zone name cannot be read, in the words that Go uses. */
public final class GoParseException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Fails with the given message. */
  public GoParseException(String message) {
    super(message);
  }
}
