package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

class NumberFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1, -1",
    "1e13, 10000000000000",
    "99999999999999, 99999999999999",
    "1e14, 1e+14",
    "123456789012345, 1.2345678901234e+14",
    "1e15, 1e+15",
    "1e100, 1e+100",
    "0.1, 0.1",
    "0.33333333333333331, 0.33333333333333",
    "-0.5, -0.5",
    "1e-4, 0.0001",
    "1e-5, 1e-05",
    "9.99999999999994, 9.9999999999999",
    "99999999999999.5, 1e+14",
    "0.999999999999999, 1",
    "9999999999999.97, 10000000000000",
    "2.5e-310, 2.5e-310",
    "4.9e-324, 4.9406564584125e-324",
    "1.7976931348623157e308, 1.7976931348623e+308",
    "3.14159265358979, 3.1415926535898",
    "12345.678, 12345.678",
    "1e23, 1e+23",
    "-9.223372036854775808e18, -9.2233720368548e+18"
  })
  void writesFourteenSignificantDigits(double d, String expected) {
    assertEquals(expected, NumberFormat.format(d).tojstring());
  }

  @Test
  void writesInfinityAndBothNans() {
    double negative = Double.longBitsToDouble(0xfff8000000000000L);
    assertEquals("inf", NumberFormat.format(1 / 0.0).tojstring());
    assertEquals("-inf", NumberFormat.format(-1 / 0.0).tojstring());
    assertEquals("nan", NumberFormat.format(Double.NaN).tojstring());
    assertEquals("-nan", NumberFormat.format(negative).tojstring());
  }

  @Test
  void agreesWithExactArithmeticOnRandomDoubles() {
    agreesOnRandomDoubles(52, 40_000);
  }

  @Test
  @Tag("soak")
  void agreesWithItOnManyMore() {
    agreesOnRandomDoubles(System.nanoTime(), 2_000_000);
  }

  private static void agreesOnRandomDoubles(long seed, int count) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      double d = Double.longBitsToDouble(random.nextLong());
      if (i % 2 == 0) {
        d = random.nextLong() / Math.pow(2, random.nextInt(80));
      }
      if (Double.isFinite(d) && d != 0) {
        assertEquals(exact(d), NumberFormat.format(d).tojstring(), () -> "of seed " + seed);
      }
    }
  }

  private static String exact(double d) {
    BigDecimal r = new BigDecimal(d).round(new MathContext(14, RoundingMode.HALF_EVEN));
    int exponent = r.precision() - r.scale() - 1;
    r = r.stripTrailingZeros();
    if (exponent >= -4 && exponent < 14) {
      return r.toPlainString();
    }
    String digits = r.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return String.format(
        Locale.ROOT,
        "%s%se%s%02d",
        d < 0 ? "-" : "",
        mantissa,
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }

  @ParameterizedTest
  @CsvSource({
    "0x.8, 0.5",
    "0x1p4, 16",
    "' 0x1P-2 ', 0.25",
    "5., 5",
    ".5, 0.5",
    "-0x10, -16",
    "+1, 1",
    "1e400, Infinity",
    "-1e400, -Infinity",
    "1e-400, 0",
    "0xA.8P1, 21",
    "0x1p99999999999, Infinity",
    "0x0p99999999999, 0",
    "1e99999999999, Infinity",
    "0x1p-1074, 4.9e-324",
    "0x1p-1075, 0",
    "0x123456789abcdef01, 2.0988295479420645e19",
    "9007199254740993, 9007199254740992",
    "0x20000000000001, 9007199254740992",
    "0x20000000000001.00000000000000000001, 9007199254740994",
    "2.2250738585072011e-308, 2.2250738585072011e-308",
    "0.1e1, 1",
    "000000000000000000001, 1"
  })
  void readsNumerals(String text, double expected) {
    assertEquals(expected, NumberFormat.parse(LuaString.valueOf(text)).todouble());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0x",
        "0x.",
        "0x1p",
        "1e",
        "1e+",
        ".",
        "- 1",
        "1 2",
        "inf",
        "nan",
        "1n",
        "infinity",
        "0x1e+1",
        "0x1p 4",
        "0x1pA",
        "1d",
        "1f",
        "1L",
        "--1",
        "1\0",
        "\0",
        "1_0",
        "é"
      })
  void refusesWhatIsNoNumeral(String text) {
    assertNull(NumberFormat.parse(LuaString.valueOf(text)));
  }

  @Test
  void keepsTheSignOfZero() {
    LuaValue zero = NumberFormat.parse(LuaString.valueOf("-0"));
    assertEquals(-1 / 0.0, 1 / zero.todouble());
    assertEquals("-0", NumberFormat.format(zero.todouble()).tojstring());
  }

  @Test
  void negativeZeroIsTheKeyZero() {
    LuaTable t = new LuaTable();
    t.rawset(NumberFormat.of(-0.0), LuaValue.TRUE);
    assertEquals(LuaValue.TRUE, t.rawget(0));
    assertEquals(LuaValue.TRUE, t.rawget(NumberFormat.of(-0.0)));
    assertEquals(LuaInteger.valueOf(0), t.next(LuaValue.NIL).arg1());
    assertEquals(true, NumberFormat.of(-0.0).raweq(LuaInteger.valueOf(0)));
    assertEquals(true, LuaInteger.valueOf(0).raweq(NumberFormat.of(-0.0)));
  }

  @Test
  void wholeNumbersAreIntegersWhileTheyFit() {
    assertEquals(LuaInteger.class, NumberFormat.of(2147483647.0).getClass());
    assertEquals(LuaDouble.class, NumberFormat.of(2147483648.0).getClass());
    assertEquals(LuaDouble.class, NumberFormat.of(0.5).getClass());
  }

  @ParameterizedTest
  @CsvSource({"7fffffff, 16, 2147483647", "-ff, 16, -255", "zz, 36, 1295", "'  11  ', 2, 3"})
  void readsOtherBases(String text, int base, double expected) {
    assertEquals(expected, NumberFormat.parse(LuaString.valueOf(text), base).todouble());
  }

  @ParameterizedTest
  @CsvSource({"'', 10", "-, 10", "- 1, 10", "12, 2", "1 1, 2", "1., 10", "g, 16"})
  void refusesWrongDigits(String text, int base) {
    assertNull(NumberFormat.parse(LuaString.valueOf(text), base));
  }
}
