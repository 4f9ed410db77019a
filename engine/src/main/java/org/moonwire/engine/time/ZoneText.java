package org.moonwire.engine.time;

/** What looks like a zone at the beginning of a text. */
final class ZoneText {
  private ZoneText() {}

  /** A numeric offset; {@code outOfRange} names the part that is too large, or is null. */
  record Offset(int seconds, String outOfRange) {}

  /**
   * Reads an offset in the very form of {@code form}, for example {@code -07:00}; null if it has
   * another form.
   */
  static Offset offset(String form, String value) {
    if (value.length() < form.length()) {
      return null;
    }
    int[] parts = new int[3];
    int part = 0;
    for (int i = 1; i < form.length(); i++) {
      char c = value.charAt(i);
      if (form.charAt(i) == ':') {
        if (c != ':') {
          return null;
        }
        continue;
      }
      if (!isDigit(c)) {
        return null;
      }
      parts[part / 2] = parts[part / 2] * 10 + (c - '0');
      part++;
    }
    char sign = value.charAt(0);
    if (sign != '+' && sign != '-') {
      return null;
    }
    int seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
    return new Offset(sign == '-' ? -seconds : seconds, outOfRange(parts));
  }

  // Offsets of 24 hours, 60 minutes or 60 seconds do occur.
  private static String outOfRange(int[] parts) {
    if (parts[0] > 24) {
      return "time zone offset hour";
    }
    if (parts[1] > 60) {
      return "time zone offset minute";
    }
    return parts[2] > 60 ? "time zone offset second" : null;
  }

  /**
   * How many characters look like an abbreviation: three to five capitals, {@code GMT+3}, {@code
   * +03}; 0 if none do.
   */
  static int abbreviationLength(String value) {
    if (value.length() < 3) {
      return 0;
    }
    if (value.startsWith("ChST") || value.startsWith("MeST")) {
      return 4;
    }
    if (value.startsWith("GMT")) {
      return 3 + signedHours(value.substring(3));
    }
    if (value.charAt(0) == '+' || value.charAt(0) == '-') {
      return signedHours(value);
    }
    int capitals = 0;
    while (capitals < 6 && capitals < value.length() && isCapital(value.charAt(capitals))) {
      capitals++;
    }
    return switch (capitals) {
      case 3 -> 3;
      case 4 -> value.charAt(3) == 'T' || value.startsWith("WITA") ? 4 : 0;
      case 5 -> value.charAt(4) == 'T' ? 5 : 0;
      default -> 0;
    };
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The length of a sign and a number up to 23; 0 if there is none. */
  private static int signedHours(String value) {
    if (value.isEmpty() || (value.charAt(0) != '+' && value.charAt(0) != '-')) {
      return 0;
    }
    int end = 1;
    int hours = 0;
    while (end < value.length() && isDigit(value.charAt(end)) && hours < 1000) {
      hours = hours * 10 + (value.charAt(end) - '0');
      end++;
    }
    return end == 1 || hours > 23 ? 0 : end;
  }
}
