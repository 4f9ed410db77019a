package org.moonwire.engine.lib;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.moonwire.engine.core.NumberFormat;

/**
 * The conversions {@code %e}, {@code %f}, {@code %g} and {@code %a} of C's {@code printf}, exact to
 * the last digit, halves rounded to even.
 */
final class FloatFormat {
  private static final int DEFAULT_PRECISION = 6;
  private static final int MANTISSA_BITS = 52;
  private static final int HEX_DIGITS = 13;
  private static final int SHORTEST_PRECISION = 14;
  private static final int MAX_FAST_PRECISION = 9;
  private static final double MAX_FAST = 0x1p52;
  private static final double MIN_FAST = 1e-7;
  private static final double MAX_SCALED = 1e14;
  private static final double[] LIMITS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private FloatFormat() {}

  static void add(ByteBuilder out, FormatSpec spec, double d) {
    boolean negative = Double.doubleToRawLongBits(d) < 0;
    boolean upper = spec.conversion() < 'a';
    String prefix = spec.sign(negative);
    if (Double.isNaN(d) || Double.isInfinite(d)) {
      String text = prefix + (Double.isNaN(d) ? "nan" : "inf");
      spec.add(out, upper ? text.toUpperCase(Locale.ROOT) : text);
      return;
    }
    String digits = digits(spec, Math.abs(d));
    if (spec.conversion() == 'a' || spec.conversion() == 'A') {
      prefix += "0x";
    }
    spec.addNumber(
        out,
        upper ? prefix.toUpperCase(Locale.ROOT) : prefix,
        upper ? digits.toUpperCase(Locale.ROOT) : digits,
        spec.zero());
  }

  /** The text that {@code %a} makes of a finite number. */
  static String hexadecimal(double d) {
    String sign = Double.doubleToRawLongBits(d) < 0 ? "-0x" : "0x";
    return sign + hexadecimal(Math.abs(d), -1, false);
  }

  private static String digits(FormatSpec spec, double abs) {
    int precision = spec.precision() < 0 ? DEFAULT_PRECISION : spec.precision();
    return switch (spec.conversion()) {
      case 'f' -> fixed(abs, precision, spec.alternate());
      case 'e', 'E' -> scientific(abs, precision, spec.alternate());
      case 'g', 'G' -> general(abs, Math.max(precision, 1), spec.alternate());
      default -> hexadecimal(abs, spec.precision(), spec.alternate());
    };
  }

  private static String fixed(double abs, int precision, boolean point) {
    String text =
        precision <= MAX_FAST_PRECISION && abs < MAX_FAST / LIMITS[precision]
            ? fastFixed(abs, precision)
            : new BigDecimal(abs).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return point && precision == 0 ? text + "." : text;
  }

  private static String fastFixed(double abs, int precision) {
    String digits = Long.toString(NumberFormat.scale(abs, precision));
    if (precision == 0) {
      return digits;
    }
    int whole = digits.length() - precision;
    return whole > 0
        ? digits.substring(0, whole) + "." + digits.substring(whole)
        : "0." + "0".repeat(-whole) + digits;
  }

  private static BigDecimal round(double abs, int digits) {
    return new BigDecimal(abs).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  /** The decimal exponent of a number rounded to so many digits. */
  private static int exponent(double abs, int digits) {
    if (digits > SHORTEST_PRECISION || !(abs > MIN_FAST && abs < MAX_SCALED)) {
      return exponent(round(abs, digits));
    }
    // An estimate that is too high by one is within one unit in the last place of a power of ten,
    // and rounds up to it.
    int estimate = (int) Math.floor(Math.log10(abs));
    String text = Long.toString(NumberFormat.scale(abs, digits - 1 - estimate));
    return estimate + text.length() - digits;
  }

  private static int exponent(BigDecimal rounded) {
    return rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
  }

  private static String scientific(double abs, int precision, boolean point) {
    BigDecimal rounded = round(abs, precision + 1);
    String all = rounded.unscaledValue().toString();
    StringBuilder text = new StringBuilder().append(all.charAt(0));
    if (precision > 0 || point) {
      text.append('.');
    }
    text.append(all, 1, Math.min(all.length(), precision + 1));
    text.append("0".repeat(Math.max(0, precision + 1 - all.length())));
    int exponent = exponent(rounded);
    text.append(exponent < 0 ? "e-" : "e+");
    text.append(Math.abs(exponent) < 10 ? "0" : "").append(Math.abs(exponent));
    return text.toString();
  }

  private static String general(double abs, int precision, boolean keepZeros) {
    if (precision == SHORTEST_PRECISION && !keepZeros) {
      return NumberFormat.format(abs).tojstring();
    }
    int exponent = exponent(abs, precision);
    if (exponent < -4 || exponent >= precision) {
      String text = scientific(abs, precision - 1, keepZeros);
      int e = text.indexOf('e');
      return keepZeros ? text : withoutZeros(text.substring(0, e)) + text.substring(e);
    }
    String text = fixed(abs, precision - 1 - exponent, keepZeros);
    return keepZeros ? text : withoutZeros(text);
  }

  private static String withoutZeros(String text) {
    if (text.indexOf('.') < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /** The digits behind {@code 0x}; subnormal numbers keep a leading zero, as glibc has it. */
  private static String hexadecimal(double abs, int precision, boolean point) {
    long bits = Double.doubleToRawLongBits(abs);
    int biased = (int) (bits >>> MANTISSA_BITS);
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    int exponent = biased == 0 ? (mantissa == 0 ? 0 : Double.MIN_EXPONENT) : biased - 1023;
    long whole = biased == 0 ? 0 : 1;
    int digits = HEX_DIGITS;
    if (precision >= 0 && precision < HEX_DIGITS) {
      long rounded = roundHex(whole << MANTISSA_BITS | mantissa, 4 * (HEX_DIGITS - precision));
      digits = precision;
      whole = rounded >>> (4 * precision);
      mantissa = rounded & ((1L << (4 * precision)) - 1);
    }
    String fraction = digits == 0 ? "" : padded(Long.toHexString(mantissa), digits);
    if (precision < 0) {
      fraction = fraction.replaceAll("0+$", "");
    } else if (precision > HEX_DIGITS) {
      fraction += "0".repeat(precision - HEX_DIGITS);
    }
    String dot = fraction.isEmpty() && !point ? "" : ".";
    return whole + dot + fraction + (exponent < 0 ? "p-" : "p+") + Math.abs(exponent);
  }

  private static long roundHex(long value, int dropped) {
    BigDecimal exact = new BigDecimal(BigInteger.valueOf(value));
    BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(dropped));
    return exact.divide(unit, 0, RoundingMode.HALF_EVEN).longValueExact();
  }

  private static String padded(String hex, int digits) {
    return "0".repeat(digits - hex.length()) + hex;
  }
}
