package org.moonwire.engine.json;

/** Says why a value cannot be written as JSON, or a text cannot be read. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public JsonException(String message) {
    super(message, null, false, false);
  }
}
