package org.moonwire.engine.schema;

/**
 * One thing that is wrong with a value.
 *
 * @param path where, as JSON pointer (RFC 6901); empty for the whole
 * @param keyword which keyword of the schema says so
 * @param message what, without saying where
 */
public record SchemaProblem(String path, String keyword, String message) {
  /** The place and what is wrong there. */
  public String text() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
