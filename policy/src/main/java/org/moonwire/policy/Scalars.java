package org.moonwire.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads numbers and texts out of scalars. A numeric string is a decimal number with an optional
 * fraction and exponent and nothing around it, so neither {@code 0x10}, {@code 1d}, {@code inf} nor
 * {@code " 1"} is one.
 */
final class Scalars {
  // Possessive, so that no text makes it backtrack.
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?+(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?+\\d++)?+");
  private static final Pattern INTEGER = Pattern.compile("[+-]?+\\d{1,40}+");
  private static final int MAX_NUMBER_LENGTH = 400;

  private Scalars() {}

  static boolean isNumeric(Object value) {
    return value instanceof Number
        || (value instanceof String text
            && text.length() <= MAX_NUMBER_LENGTH
            && mayBeginNumber(text)
            && DECIMAL.matcher(text).matches());
  }

  /** Most texts are words, and decisions compare many of them. */
  private static boolean mayBeginNumber(String text) {
    return !text.isEmpty() && text.charAt(0) <= '9';
  }

  static boolean isText(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  /** Writes integers as they are and other numbers without exponent, {@code 1.0} as {@code 1}. */
  static String text(Object value) {
    if (!(value instanceof Number number) || isInteger(number)) {
      return value.toString();
    }
    if (number instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) <= 400) {
      return decimal.stripTrailingZeros().toPlainString();
    }
    double d = number.doubleValue();
    if (!Double.isFinite(d)) {
      return Double.toString(d);
    }
    return new BigDecimal(number instanceof Float ? number.toString() : Double.toString(d))
        .stripTrailingZeros()
        .toPlainString();
  }

  static boolean sameNumber(Object a, Object b) {
    if (isWhole(a) && isWhole(b)) {
      return ((Number) a).longValue() == ((Number) b).longValue();
    }
    Optional<BigInteger> x = integer(a);
    Optional<BigInteger> y = integer(b);
    if (x.isPresent() && y.isPresent()) {
      return x.get().equals(y.get());
    }
    return toDouble(a) == toDouble(b);
  }

  /**
   * Orders two numbers or numeric strings. Two integers are compared digit by digit: as doubles,
   * long ids that differ in their last digits would be the same. Everything else is compared as
   * doubles.
   */
  static int compare(Object a, Object b) throws EvaluationException {
    if (isWhole(a) && isWhole(b)) {
      return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
    }
    requireNumber(a);
    requireNumber(b);
    Optional<BigInteger> x = integer(a);
    Optional<BigInteger> y = integer(b);
    if (x.isPresent() && y.isPresent()) {
      return x.get().compareTo(y.get());
    }
    double left = toDouble(a);
    double right = toDouble(b);
    // Not Double.compare, which puts -0.0 before 0.0.
    return left < right ? -1 : left > right ? 1 : 0;
  }

  private static void requireNumber(Object value) throws EvaluationException {
    if (!isNumeric(value) || (value instanceof Number n && Double.isNaN(n.doubleValue()))) {
      throw new EvaluationException(show(value) + " is no number");
    }
  }

  /** Returns the value in backticks, shortened, for messages. */
  static String show(Object value) {
    if (!isText(value)) {
      return value instanceof Iterable ? "a list" : "a map";
    }
    String text = text(value);
    return "`" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "`";
  }

  private static Optional<BigInteger> integer(Object value) {
    if (value instanceof Number number && isInteger(number)) {
      return Optional.of(new BigInteger(number.toString()));
    }
    if (value instanceof String text && mayBeginNumber(text) && INTEGER.matcher(text).matches()) {
      return Optional.of(new BigInteger(text));
    }
    return Optional.empty();
  }

  private static boolean isInteger(Number number) {
    return isWhole(number)
        || number instanceof BigInteger
        || number instanceof Short
        || number instanceof Byte;
  }

  /** Returns whether the value is a whole number of the usual kinds. */
  static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  /** Returns a number as Long or Double, anything else as it is. */
  static Object widen(Object value) {
    if (!(value instanceof Number number)) {
      return value;
    }
    boolean whole = isInteger(number) && !(number instanceof BigInteger);
    return whole ? (Object) number.longValue() : (Object) number.doubleValue();
  }

  private static double toDouble(Object value) {
    return value instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(value.toString());
  }
}
