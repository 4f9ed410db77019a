package org.moonwire.engine.time;

/** A text that is read from left to right; what cannot be read leaves it where it is. */
final class ValueCursor {
  private final String text;
  private int at;

  ValueCursor(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  String from(int start) {
    return text.substring(start);
  }

  boolean atEnd() {
    return at == text.length();
  }

  /**
   * Passes over literal text, in which any run of spaces matches any other; returns how much of it
   * was passed.
   */
  int skip(String literal) {
    int p = 0;
    while (p < literal.length()) {
      boolean space = literal.charAt(p) == ' ';
      if (atEnd() ? !space : text.charAt(at) != literal.charAt(p)) {
        return p;
      }
      p = space ? spaces(literal, p) : p + 1;
      at = space ? spaces(text, at) : at + 1;
    }
    return p;
  }

  private static int spaces(String in, int from) {
    int end = from;
    while (end < in.length() && in.charAt(end) == ' ') {
      end++;
    }
    return end;
  }

  /** Passes over {@code expected} if it is what comes next. */
  boolean take(String expected) {
    boolean there = text.startsWith(expected, at);
    at += there ? expected.length() : 0;
    return there;
  }

  String take(int length) {
    String taken = text.substring(at, at + length);
    at += length;
    return taken;
  }

  /** As much of the text as a zone can need. */
  String zoneAhead() {
    return text.substring(at, Math.min(text.length(), at + 32));
  }

  /** The index of the name that comes next, in small letters or capitals. */
  int name(String[] names, boolean abbreviated) throws BadValueException {
    for (int i = 0; i < names.length; i++) {
      String name = abbreviated ? names[i].substring(0, 3) : names[i];
      if (text.regionMatches(true, at, name, 0, name.length())) {
        at += name.length();
        return i;
      }
    }
    throw new BadValueException();
  }

  /** A number of so many digits; of more, the rest is left. */
  int number(int least, int most) throws BadValueException {
    int found = digitsFrom(0, most);
    if (found < least) {
      throw new BadValueException();
    }
    return Integer.parseInt(take(found));
  }

  boolean fractionAhead() {
    return pointAhead() && isDigit(1);
  }

  private boolean pointAhead() {
    return !atEnd() && (text.charAt(at) == '.' || text.charAt(at) == ',');
  }

  /** A point or comma and all digits after it, as nanoseconds. */
  int fraction() throws BadValueException {
    return fraction(1 + digitsFrom(1, text.length()));
  }

  /**
   * A point or comma and digits, {@code length} characters in all, as nanoseconds; those past the
   * ninth do not count.
   */
  int fraction(int length) throws BadValueException {
    int read = Math.min(length, 10) - 1;
    if (text.length() - at < length || !pointAhead() || digitsFrom(1, read) < read) {
      throw new BadValueException();
    }
    return Integer.parseInt(take(length).substring(1, 1 + read) + "0".repeat(9 - read));
  }

  private int digitsFrom(int start, int most) {
    int count = 0;
    while (count < most && isDigit(start + count)) {
      count++;
    }
    return count;
  }

  private boolean isDigit(int i) {
    int index = at + i;
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }
}
