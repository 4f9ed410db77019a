package org.moonwire.policy;

/**
 * Reports one mistake in a policy, or one thing in it that probably does not mean what it says.
 *
 * @param source the name of the file, or of the policy when it was built in code
 * @param line the line, counted from 1; 0 when there is no place to show
 * @param column the column in characters, counted from 1; 0 when there is no place to show
 * @param message what is wrong and what to do, in lower case
 * @param excerpt the text of the line, empty when there is none
 */
public record Problem(String source, int line, int column, String message, String excerpt) {
  /** Returns the place and the message, followed by the line and a caret under the column. */
  @Override
  public String toString() {
    if (line == 0) {
      return source + ": " + message;
    }
    String place = source + ":" + line + ":" + column + ": " + message;
    return excerpt.isEmpty() ? place : place + "\n  | " + excerpt + "\n  | " + indent() + "^";
  }

  /** Keeps tabs, so that the caret stands under its character whatever their width. */
  private String indent() {
    String before = excerpt.substring(0, Math.min(column - 1, excerpt.length()));
    return before.replaceAll("[^\t]", " ");
  }
}
