package org.moonwire.engine.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The text of numbers that are no integers (engine/manual/json.md): the shortest digits that read
 * back as the same number.
 */
final class JsonNumbers {
  private static final int MAX_DECIMALS = 6;

  /** Below this, with so few decimals, only one text is nearest to a double. */
  private static final double EXACT = 0x1p49;

  private JsonNumbers() {}

  /** True if {@code d} is an integer that fits 64 bits; the double 2^63 does not. */
  static boolean isInteger(double d) {
    return d == Math.rint(d) && d >= -0x1p63 && d < 0x1p63;
  }

  /** Digits without an exponent, as inside tables. */
  static String plain(double d) {
    String text = NumberOutput.toString(d, true);
    return text.indexOf('E') < 0 ? text : shortest(d).toPlainString();
  }

  /**
   * As {@link #plain}, but with an exponent below 1e-6 and from 1e21 on, as Go writes a number that
   * stands alone.
   */
  static String alone(double d) {
    double abs = Math.abs(d);
    if (abs >= 1e-6 && abs < 1e21) {
      return plain(d);
    }
    BigDecimal shortest = shortest(d);
    BigInteger unscaled = shortest.unscaledValue();
    String digits = unscaled.abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return (unscaled.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  /**
   * How many digits {@code d}, which is no integer, has after the point; 0 if it has more than a
   * few, or more than 15 in all.
   */
  static int decimals(double d) {
    double power = 1;
    for (int k = 1; k <= MAX_DECIMALS; k++) {
      power *= 10;
      // Both are exact, and so the quotient is what these digits are read as.
      double digits = Math.rint(d * power);
      if (Math.abs(digits) >= EXACT) {
        return 0;
      }
      if (digits / power == d) {
        return k;
      }
    }
    return 0;
  }

  // Double.toString finds the shortest digits only from JDK 19 on.
  private static BigDecimal shortest(double d) {
    BigDecimal shortest = new BigDecimal(NumberOutput.toString(d, true)).stripTrailingZeros();
    if (Math.abs(d) < 1e-320) {
      // Java never writes fewer than two digits, and at this end of the range one can be enough.
      BigDecimal oneDigit = shortest.round(new MathContext(1));
      return oneDigit.doubleValue() == d ? oneDigit : shortest;
    }
    return shortest;
  }
}
