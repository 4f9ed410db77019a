package org.moonwire.engine.schema;

/** A schema or text cannot be used; what it is checked against is not to blame. */
public final class SchemaException extends Exception {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
