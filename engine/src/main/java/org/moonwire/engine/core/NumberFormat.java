package org.moonwire.engine.core;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Numbers as PUC Lua 5.2 writes and makes them: {@code LUAI_NUMFFORMAT} ({@code %.14g}) and the
 * values of doubles. Reading is in {@link NumberReader}.
 */
public final class NumberFormat {
  private static final LuaString INF = LuaString.valueOf("inf");
  private static final LuaString NEGATIVE_INF = LuaString.valueOf("-inf");
  private static final LuaString NAN = LuaString.valueOf("nan");
  private static final LuaString NEGATIVE_NAN = LuaString.valueOf("-nan");
  private static final MathContext FOURTEEN = new MathContext(14, RoundingMode.HALF_EVEN);
  private static final int DIGITS = 14;
  private static final double MIN_SCALED = 1e13;
  private static final double MAX_SCALED = 1e14;

  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private NumberFormat() {}

  /**
   * The Lua value of a double: a {@link LuaInteger} where it is whole and fits an int, otherwise a
   * {@link LuaDouble}. The value of -0.0 is a number of neither class, whose {@code todouble()} is
   * -0.0.
   */
  public static LuaNumber of(double d) {
    int i = (int) d;
    if (i != d) {
      return LuaDouble.valueOf(d);
    }
    return i == 0 && 1 / d < 0 ? NegativeZero.INSTANCE : LuaInteger.valueOf(i);
  }

  /** The value of a long, rounded to a double where it has more than 53 bits. */
  public static LuaNumber of(long n) {
    int i = (int) n;
    return i == n ? LuaInteger.valueOf(i) : LuaDouble.valueOf((double) n);
  }

  /** The text of a number as {@code %.14g} writes it. */
  public static LuaString format(double d) {
    long whole = (long) d;
    if (whole == d && Math.abs(d) < MAX_SCALED) {
      return whole == 0 && 1 / d < 0 ? NegativeZero.INSTANCE.strvalue() : format(whole);
    }
    if (Double.isNaN(d)) {
      return Double.doubleToRawLongBits(d) < 0 ? NEGATIVE_NAN : NAN;
    }
    if (Double.isInfinite(d)) {
      return d > 0 ? INF : NEGATIVE_INF;
    }
    return formatFraction(d);
  }

  /** The text of a float of level 5.4, which does not look like an integer. */
  static LuaString formatFloat(double d) {
    LuaString text = format(d);
    for (int i = 0; i < text.m_length; i++) {
      int c = text.luaByte(i);
      if (c != '-' && (c < '0' || c > '9')) {
        return text;
      }
    }
    byte[] longer = new byte[text.m_length + 2];
    text.copyInto(0, longer, 0, text.m_length);
    longer[text.m_length] = '.';
    longer[text.m_length + 1] = '0';
    return LuaString.valueUsing(longer);
  }

  /** The number that a numeral reads as, by the rules of {@code luaO_str2d}; null if it is none. */
  public static LuaValue parse(byte[] b, int off, int len) {
    double d = new NumberReader(b, off, len).read();
    return Double.isNaN(d) ? null : of(d);
  }

  /** The number that a numeral reads as, by the rules of {@code luaO_str2d}; null if it is none. */
  public static LuaValue parse(LuaString s) {
    return parse(s.m_bytes, s.m_offset, s.m_length);
  }

  /** The whole number that {@code s} reads as in a base from 2 to 36; null if it is none. */
  public static LuaValue parse(LuaString s, int base) {
    double d = new NumberReader(s.m_bytes, s.m_offset, s.m_length).readWhole(base);
    return Double.isNaN(d) ? null : of(d);
  }

  /**
   * {@code x ^ y} as C's {@code pow}, which knows more answers than Java's where NaN or infinity is
   * involved.
   */
  public static double pow(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    return Math.pow(x, y);
  }

  private static LuaString format(long whole) {
    byte[] text = new byte[20];
    int start = writeDigits(Math.abs(whole), text, text.length);
    if (whole < 0) {
      text[--start] = '-';
    }
    return LuaString.valueOf(text, start, text.length - start);
  }

  private static int writeDigits(long n, byte[] text, int end) {
    int i = end;
    do {
      text[--i] = (byte) ('0' + n % 10);
      n /= 10;
    } while (n != 0);
    return i;
  }

  private static LuaString formatFraction(double d) {
    double abs = Math.abs(d);
    int exponent = (int) Math.floor(Math.log10(abs));
    long digits = -1;
    if (exponent >= -8 && exponent <= 34) {
      if (times10(abs, DIGITS - 1 - exponent) < MIN_SCALED) {
        exponent--;
      }
      digits = scale(abs, DIGITS - 1 - exponent);
    }
    if (digits < 0 || digits > (long) MAX_SCALED) {
      BigDecimal rounded = new BigDecimal(abs).round(FOURTEEN);
      exponent = rounded.precision() - rounded.scale() - 1;
      digits = rounded.movePointRight(DIGITS - 1 - exponent).longValueExact();
    }
    if (digits == (long) MAX_SCALED) {
      digits = (long) MIN_SCALED;
      exponent++;
    }
    return write(d < 0, digits, exponent);
  }

  /**
   * {@code abs * 10^power} rounded half to even, for powers from -22 to 22 and results below 2^52.
   * Exact although it computes with doubles: halves are representable at this size, so a rounded
   * product lies on the same side of a half as the true one, and where it is a half, the error
   * decides.
   */
  public static long scale(double abs, int power) {
    double scaled = times10(abs, power);
    long whole = (long) scaled;
    double fraction = scaled - whole;
    if (fraction != 0.5) {
      return fraction > 0.5 ? whole + 1 : whole;
    }
    double error =
        power >= 0 ? Math.fma(abs, POWERS[power], -scaled) : Math.fma(-scaled, POWERS[-power], abs);
    return error > 0 || (error == 0 && (whole & 1) == 1) ? whole + 1 : whole;
  }

  private static double times10(double abs, int power) {
    return power >= 0 ? abs * POWERS[power] : abs / POWERS[-power];
  }

  private static LuaString write(boolean negative, long digits, int exponent) {
    byte[] all = new byte[DIGITS];
    writeDigits(digits, all, DIGITS);
    int count = DIGITS;
    while (count > 1 && all[count - 1] == '0') {
      count--;
    }
    byte[] text = new byte[24];
    int n = 0;
    if (negative) {
      text[n++] = '-';
    }
    if (exponent < -4 || exponent >= DIGITS) {
      n = writeScientific(text, n, all, count, exponent);
    } else {
      n = writePlain(text, n, all, count, exponent);
    }
    return LuaString.valueOf(text, 0, n);
  }

  private static int writePlain(byte[] text, int at, byte[] digits, int count, int exponent) {
    int n = at;
    for (int i = Math.min(exponent, 0); i < Math.max(count, exponent + 1); i++) {
      if (i == exponent + 1 && i > 0) {
        text[n++] = '.';
      }
      text[n++] = i < 0 || i >= count ? (byte) '0' : digits[i];
      if (exponent < 0 && i == exponent) {
        text[n++] = '.';
      }
    }
    return n;
  }

  private static int writeScientific(byte[] text, int at, byte[] digits, int count, int exponent) {
    int n = at;
    text[n++] = digits[0];
    if (count > 1) {
      text[n++] = '.';
      System.arraycopy(digits, 1, text, n, count - 1);
      n += count - 1;
    }
    text[n++] = 'e';
    text[n++] = (byte) (exponent < 0 ? '-' : '+');
    int abs = Math.abs(exponent);
    int width = abs < 100 ? 2 : 3;
    text[n] = '0';
    writeDigits(abs, text, n + width);
    return n + width;
  }
}
