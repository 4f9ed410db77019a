package org.moonwire.engine.core;

import java.nio.charset.StandardCharsets;

/**
 * Reads one numeral as C's {@code strtod} does in the C locale, decimal or hexadecimal, correctly
 * rounded, white space around it allowed, {@code inf} and {@code nan} not (Lua manual 5.2, section
 * 3.4.2). NaN stands for text that is no numeral.
 */
final class NumberReader {
  private static final int LONG = 1000;
  private static final int FAST_DIGITS = 15;
  private static final int FAST_EXPONENT = 22;
  private static final int EXPONENT_LIMIT = 1 << 27;
  private static final int BYTES_PER_POLL = 1 << 16;

  /** Behind so many digits it only matters whether there is another one that is not 0. */
  private static final int MAX_DIGITS = 800;

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final byte[] b;
  private final int end;
  private int at;
  private boolean negative;

  NumberReader(byte[] b, int off, int len) {
    this.b = b;
    this.at = off;
    this.end = off + len;
  }

  double read() {
    work();
    skipSpaceAndSign();
    double d = peek(0) == '0' && (peek(1) | 0x20) == 'x' ? hexadecimal() : decimal();
    return finish(d);
  }

  /** Text that is no number any more takes its time. */
  private void work() {
    if (end - at > LONG) {
      Poll.work(end - at);
    }
  }

  double readWhole(int base) {
    work();
    skipSpaceAndSign();
    if (Character.digit(peek(0), base) < 0) {
      return Double.NaN;
    }
    double n = 0;
    for (int digit; (digit = Character.digit(peek(0), base)) >= 0; at++) {
      pollInLongTexts(at);
      n = n * base + digit;
    }
    return finish(n);
  }

  /** The byte {@code ahead} of the current one, or -1 behind the end. */
  private int peek(int ahead) {
    return at + ahead < end ? b[at + ahead] & 0xff : -1;
  }

  private void skipSpace() {
    while (peek(0) == ' ' || (peek(0) >= '\t' && peek(0) <= '\r')) {
      pollInLongTexts(at);
      at++;
    }
  }

  private void skipSpaceAndSign() {
    skipSpace();
    negative = peek(0) == '-';
    if (negative || peek(0) == '+') {
      at++;
    }
  }

  private double finish(double d) {
    skipSpace();
    if (at != end) {
      return Double.NaN;
    }
    return negative ? -d : d;
  }

  private double decimal() {
    int start = at;
    long mantissa = 0;
    int digits = 0;
    int significant = 0;
    int point = -1;
    for (; ; at++) {
      pollInLongTexts(at);
      int c = peek(0);
      if (c == '.' && point < 0) {
        point = digits;
      } else if (c >= '0' && c <= '9') {
        digits++;
        if (significant > 0 || c != '0') {
          significant++;
        }
        if (significant <= FAST_DIGITS) {
          mantissa = mantissa * 10 + (c - '0');
        }
      } else {
        break;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    int stop = at;
    int exponent = readExponent('e');
    int scale = exponent - (point < 0 ? 0 : digits - point);
    if (digits > MAX_DIGITS) {
      return shortened(start, stop, exponent);
    }
    if (significant > FAST_DIGITS || Math.abs(scale) > FAST_EXPONENT) {
      return Double.parseDouble(new String(b, start, at - start, StandardCharsets.ISO_8859_1));
    }
    return scale < 0 ? mantissa / POWERS[-scale] : mantissa * POWERS[scale];
  }

  /** The number from many digits of which the first decide, so that they need not be copied. */
  private double shortened(int start, int stop, int exponent) {
    StringBuilder first = new StringBuilder();
    long scale = exponent;
    boolean fraction = false;
    boolean more = false;
    for (int i = start; i < stop; i++) {
      pollInLongTexts(i);
      char c = (char) b[i];
      if (c == '.') {
        fraction = true;
      } else if (first.length() < MAX_DIGITS) {
        scale -= fraction ? 1 : 0;
        if (first.length() > 0 || c != '0') {
          first.append(c);
        }
      } else {
        scale += fraction ? 0 : 1;
        more |= c != '0';
      }
    }
    if (more) {
      first.append('1');
      scale--;
    }
    return Double.parseDouble("0" + first + "e" + scale);
  }

  private static void pollInLongTexts(int i) {
    if (i % BYTES_PER_POLL == BYTES_PER_POLL - 1) {
      Poll.check();
    }
  }

  /** Reads an exponent if a complete one follows; without digits it is not part of the numeral. */
  private int readExponent(int letter) {
    if ((peek(0) | 0x20) != letter || peek(0) < 0) {
      return 0;
    }
    int sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
    int first = peek(1 + sign);
    if (first < '0' || first > '9') {
      return 0;
    }
    boolean down = peek(1) == '-';
    at += 1 + sign;
    int n = 0;
    for (int c; (c = peek(0)) >= '0' && c <= '9'; at++) {
      n = Math.min(n * 10 + (c - '0'), EXPONENT_LIMIT);
    }
    return down ? -n : n;
  }

  private double hexadecimal() {
    at += 2;
    long mantissa = 0;
    long exponent = 0;
    boolean digits = false;
    boolean point = false;
    for (; ; at++) {
      pollInLongTexts(at);
      int c = peek(0);
      int digit = c < 0 ? -1 : Character.digit(c, 16);
      if (c == '.' && !point) {
        point = true;
      } else if (digit >= 0) {
        digits = true;
        if (mantissa >>> 56 == 0) {
          mantissa = mantissa << 4 | digit;
          exponent -= point ? 4 : 0;
        } else {
          // What no longer fits can only decide a tie.
          mantissa |= digit == 0 ? 0 : 1;
          exponent += point ? 0 : 4;
        }
      } else {
        break;
      }
    }
    if (!digits) {
      return Double.NaN;
    }
    return scaled(mantissa, exponent + readExponent('p'));
  }

  private static double scaled(long mantissa, long exponent) {
    if (mantissa == 0) {
      return 0;
    }
    int power = (int) Math.max(-100_000, Math.min(100_000, exponent));
    if (mantissa >>> 53 == 0 && power > -1000) {
      return Math.scalb((double) mantissa, power);
    }
    return Double.parseDouble("0x" + Long.toHexString(mantissa) + "p" + power);
  }
}
