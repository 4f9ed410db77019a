package org.moonwire.policy;

import java.util.Arrays;

/**
 * A case-sensitive pattern for actions and resources. A {@code *} stands for any run of characters,
 * a final {@code .*} also for nothing at all, so that {@code a.*} fits {@code a} (and {@code ab}).
 */
final class TextPattern implements ResourcePattern {
  private final String text;
  private final String first;
  // What stands between two stars.
  private final String[] middle;
  // Null without any star.
  private final String last;

  private TextPattern(String text, String[] parts) {
    this.text = text;
    this.first = parts[0];
    this.middle = Arrays.copyOfRange(parts, 1, Math.max(1, parts.length - 1));
    this.last = parts.length == 1 ? null : parts[parts.length - 1];
  }

  static TextPattern of(String text) {
    boolean dropsDot = text.length() > 2 && text.endsWith(".*");
    String glob = dropsDot ? text.substring(0, text.length() - 2) + "*" : text;
    return glob(text, glob);
  }

  /** Creates a pattern in which a final {@code .*} needs its dot. */
  static TextPattern exactDot(String text) {
    return glob(text, text);
  }

  private static TextPattern glob(String text, String glob) {
    return new TextPattern(text, glob.split("\\*", -1));
  }

  @Override
  public String text() {
    return text;
  }

  /** Returns whether it has no star. */
  boolean isLiteral() {
    return last == null;
  }

  /** Returns what every text that fits begins with. */
  String beginning() {
    return first;
  }

  /** Returns what every text that fits ends with. */
  String ending() {
    return isLiteral() ? first : last;
  }

  @Override
  public boolean matches(Request request) {
    return matches(request.resource(), request.meter());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextPattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Compares while nobody waits for a decision. */
  boolean matches(String value) {
    return matches(value, Meter.unheard());
  }

  boolean matches(String value, Meter meter) {
    if (last == null) {
      return value.equals(first);
    }
    int end = value.length() - last.length();
    if (end < first.length() || !value.startsWith(first) || !value.endsWith(last)) {
      return false;
    }
    int at = first.length();
    for (String part : middle) {
      int found = TextSearch.indexOf(value, part, at, meter);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
