package org.moonwire.engine.time;

/**
 * Reads one duration text from left to right; all sums are unsigned, so that the smallest long is
 * readable too.
 */
final class DurationParser {
  private static final int MAX_LENGTH = 1024;
  private static final long LIMIT = Long.MIN_VALUE; // 2^63, unsigned

  private final String text;
  private int at;

  DurationParser(String text) {
    this.text = text;
  }

  long parse() {
    if (text.length() > MAX_LENGTH) {
      throw new GoParseException(
          "time: duration of " + text.length() + " characters is longer than " + MAX_LENGTH);
    }
    boolean negative = text.startsWith("-");
    if (negative || text.startsWith("+")) {
      at = 1;
    }
    String rest = text.substring(at);
    if (rest.equals("0")) {
      return 0;
    }
    if (rest.isEmpty()) {
      throw invalid();
    }
    long total = 0;
    while (at < text.length()) {
      total = plus(total, component());
    }
    if (negative) {
      return -total;
    }
    if (total == LIMIT) {
      throw invalid();
    }
    return total;
  }

  private long component() {
    int start = at;
    long whole = wholeDigits();
    boolean digits = at > start;
    Fraction fraction = Fraction.NONE;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      int point = at;
      fraction = fractionDigits();
      digits |= at > point;
    }
    if (!digits) {
      throw invalid();
    }
    long unit = unit();
    if (Long.compareUnsigned(whole, Long.divideUnsigned(LIMIT, unit)) > 0) {
      throw invalid();
    }
    // In floating point, as Go does it, so that 0.3333333333333333333h is 20m.
    return plus(whole * unit, (long) (fraction.value * (unit / fraction.scale)));
  }

  private long wholeDigits() {
    long value = 0;
    while (digitAhead()) {
      if (Long.compareUnsigned(value, Long.divideUnsigned(LIMIT, 10)) > 0) {
        throw invalid();
      }
      value = value * 10 + (text.charAt(at++) - '0');
      if (Long.compareUnsigned(value, LIMIT) > 0) {
        throw invalid();
      }
    }
    return value;
  }

  private record Fraction(double value, double scale) {
    static final Fraction NONE = new Fraction(0, 1);
  }

  // Digits past the precision of a long are skipped.
  private Fraction fractionDigits() {
    long value = 0;
    double scale = 1;
    boolean full = false;
    while (digitAhead()) {
      int digit = text.charAt(at++) - '0';
      full |= value > (Long.MAX_VALUE - digit) / 10;
      if (!full) {
        value = value * 10 + digit;
        scale *= 10;
      }
    }
    return new Fraction(value, scale);
  }

  private long unit() {
    int start = at;
    while (at < text.length() && text.charAt(at) != '.' && !digitAhead()) {
      at++;
    }
    String unit = text.substring(start, at);
    return switch (unit) {
      case "ns" -> 1;
      case "us", "\u00b5s", "\u03bcs" -> GoDuration.MICRO;
      case "ms" -> GoDuration.MILLI;
      case "s" -> GoDuration.SECOND;
      case "m" -> GoDuration.MINUTE;
      case "h" -> GoDuration.HOUR;
      case "" ->
          throw new GoParseException("time: missing unit in duration " + GoQuote.quote(text));
      default ->
          throw new GoParseException(
              "time: unknown unit " + GoQuote.quote(unit) + " in duration " + GoQuote.quote(text));
    };
  }

  private boolean digitAhead() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private long plus(long a, long b) {
    long sum = a + b;
    if (Long.compareUnsigned(sum, LIMIT) > 0) {
      throw invalid();
    }
    return sum;
  }

  private GoParseException invalid() {
    return new GoParseException("time: invalid duration " + GoQuote.quote(text));
  }
}
