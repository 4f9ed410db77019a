package org.moonwire.websocket.cli;

/** Spreads a JSON text over lines, its names and numbers as they were written. */
final class JsonText {
  private static final int MAX_DEPTH = 100;
  private static final String NAME = "\033[36m";
  private static final String STRING = "\033[32m";
  private static final String OTHER = "\033[33m";
  private static final String PLAIN = "\033[0m";

  private final String text;
  private final boolean coloured;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int depth;

  private JsonText(String text, boolean coloured) {
    this.text = text;
    this.coloured = coloured;
  }

  /** The text with line breaks and two blanks a level; texts that look like no JSON as they are. */
  static String pretty(String text, boolean coloured) {
    String trimmed = text.strip();
    if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
      return text;
    }
    JsonText json = new JsonText(trimmed, coloured);
    return json.spread() ? json.out.toString() : text;
  }

  private boolean spread() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '{', '[' -> open(c);
        case '}', ']' -> {
          if (--depth < 0) {
            return false;
          }
          line();
          out.append(c);
          at++;
        }
        case ',' -> {
          out.append(c);
          at++;
          line();
        }
        case ':' -> {
          out.append(": ");
          at++;
        }
        case '"' -> {
          if (!string()) {
            return false;
          }
        }
        case ' ', '\t', '\r', '\n' -> at++;
        default -> word();
      }
      if (depth > MAX_DEPTH) {
        return false;
      }
    }
    return depth == 0;
  }

  private void open(char c) {
    out.append(c);
    at++;
    skipBlanks();
    char end = c == '{' ? '}' : ']';
    if (at < text.length() && text.charAt(at) == end) {
      out.append(end);
      at++;
    } else {
      depth++;
      line();
    }
  }

  private void line() {
    out.append('\n').append("  ".repeat(depth));
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean string() {
    int start = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      return false;
    }
    String shown = text.substring(start, ++at);
    skipBlanks();
    paint(at < text.length() && text.charAt(at) == ':' ? NAME : STRING, shown);
    return true;
  }

  private void word() {
    int start = at;
    while (at < text.length() && " \t\r\n,:]}[{\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    paint(OTHER, text.substring(start, at));
  }

  private void paint(String colour, String shown) {
    out.append(coloured ? colour + shown + PLAIN : shown);
  }
}
