package org.moonwire.policy;

import java.util.List;

/**
 * A case-sensitive pattern for actions and resources. A {@code *} stands for any run of characters,
 * a final {@code .*} also for nothing at all, so that {@code a.*} fits {@code a} (and {@code ab}).
 */
final class TextPattern implements ResourcePattern {
  private final String text;
  private final List<String> parts;

  private TextPattern(String text, List<String> parts) {
    this.text = text;
    this.parts = parts;
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
    return new TextPattern(text, List.of(glob.split("\\*", -1)));
  }

  String text() {
    return text;
  }

  @Override
  public boolean matches(Request request) {
    return matches(request.resource());
  }

  boolean matches(String value) {
    String first = parts.get(0);
    if (parts.size() == 1) {
      return value.equals(first);
    }
    String last = parts.get(parts.size() - 1);
    int end = value.length() - last.length();
    if (end < first.length() || !value.startsWith(first) || !value.endsWith(last)) {
      return false;
    }
    int at = first.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = value.indexOf(part, at);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
