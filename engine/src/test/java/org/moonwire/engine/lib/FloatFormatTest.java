package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaTable;

class FloatFormatTest {
  private final LuaTable string = StringLib.create();
  private final Random random = new Random(52);

  private double number(int i) {
    double d = random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(14));
    double dyadic = random.nextInt(1 << 20) / (double) (1 << random.nextInt(16));
    return i % 3 == 0
        ? d
        : i % 3 == 1 ? dyadic : Math.nextDown(Math.pow(10, random.nextInt(20) - 6));
  }

  @Test
  void fixedNotationIsExactAndRoundsHalvesToEven() {
    for (int i = 0; i < 60_000; i++) {
      double d = number(i);
      int precision = random.nextInt(13);
      String expected =
          new BigDecimal(d).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
      assertEquals(expected, Lua.call(string, "format", "%." + precision + "f", d).tojstring());
    }
  }

  @Test
  void generalNotationChoosesTheExponentOfTheRoundedNumber() {
    for (int i = 0; i < 60_000; i++) {
      double d = number(i);
      int precision = 1 + random.nextInt(16);
      BigDecimal expected =
          new BigDecimal(d).round(new MathContext(precision, RoundingMode.HALF_EVEN));
      String actual = Lua.call(string, "format", "%." + precision + "g", d).tojstring();
      assertEquals(0, expected.compareTo(new BigDecimal(actual)), actual);
      int exponent = expected.precision() - expected.scale() - 1;
      boolean scientific = d != 0 && (exponent < -4 || exponent >= precision);
      assertEquals(scientific, actual.indexOf('e') > 0, actual);
    }
  }
}
