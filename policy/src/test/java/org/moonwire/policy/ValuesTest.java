package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ValuesTest {
  @Test
  void everyJavaNumberIsANumber() throws EvaluationException {
    List<Number> threes =
        List.of((byte) 3, (short) 3, 3, 3L, 3f, 3.0, BigInteger.valueOf(3), new BigDecimal("3.00"));
    for (Number three : threes) {
      assertTrue(Values.equal(three, "3", Meter.unheard()), three.getClass().getName());
      assertEquals("3", Scalars.text(three));
    }
  }

  @Test
  void wholeNumbersBecomeLongAndOthersDoubleForExpressions() {
    assertEquals(3L, Scalars.widen((short) 3));
    assertEquals(3L, Scalars.widen((byte) 3));
    assertEquals(0.5, Scalars.widen(0.5f));
    assertEquals(1e20, Scalars.widen(new BigInteger("100000000000000000000")));
    assertEquals("3", Scalars.widen("3"));
  }

  @Test
  void textsOfNumbersHaveNoExponent() {
    assertEquals("123000000000000000000", Scalars.text(1.23e20));
    assertEquals("0.00000015", Scalars.text(1.5e-7));
    assertEquals("0.1", Scalars.text(0.1f));
    assertEquals("9223372036854775807", Scalars.text(Long.MAX_VALUE));
  }

  @Test
  void longIntegersAreComparedDigitByDigit() throws EvaluationException {
    assertFalse(Values.equal(9007199254740993L, 9007199254740992L, Meter.unheard()));
    assertFalse(Values.equal("9007199254740993", 9007199254740992L, Meter.unheard()));
    assertEquals(1, Scalars.compare("9007199254740993", 9007199254740992L));
  }

  @Test
  void listsThatContainThemselvesFail() {
    List<Object> a = new ArrayList<>();
    List<Object> b = new ArrayList<>();
    a.add(a);
    b.add(b);
    assertThrows(EvaluationException.class, () -> Values.equal(a, b, Meter.unheard()));
  }

  @Test
  void aVeryLongTextOfDigitsIsNoNumber() throws EvaluationException {
    String digits = "9".repeat(100_000);
    assertFalse(Scalars.isNumeric(digits));
    assertTrue(Values.equal(digits, digits, Meter.unheard()));
  }
}
