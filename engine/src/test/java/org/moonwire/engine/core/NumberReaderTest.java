package org.moonwire.engine.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberReaderTest {
  private static double read(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return new NumberReader(bytes, 0, bytes.length).read();
  }

  @Test
  void many_digits_are_rounded_as_all_of_them() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder("0".repeat(random.nextInt(3) * random.nextInt(900)));
      int digits = 801 + random.nextInt(1500);
      for (int k = 0; k < digits; k++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      if (random.nextInt(4) > 0) {
        text.insert(random.nextInt(text.length()), '.');
      }
      if (random.nextBoolean()) {
        text.append('e').append(random.nextInt(5000) - 3500);
      }
      assertEquals(Double.parseDouble(text.toString()), read(text.toString()), text::toString);
    }
  }

  @Test
  void a_tie_is_decided_by_the_last_of_many_digits() {
    String half =
        BigDecimal.ONE.add(BigDecimal.ONE.divide(BigDecimal.valueOf(1L << 53))).toPlainString();
    assertEquals(1.0, read(half + "0".repeat(5000)));
    assertEquals(1 + 0x1p-52, read(half + "0".repeat(5000) + "1"));
    assertEquals(1 + 0x1p-52, read("0".repeat(5000) + half + "0".repeat(5000) + "10"));
  }

  @Test
  void an_exponent_outweighs_as_many_zeros() {
    assertEquals(1.0, read("1" + "0".repeat(20_000_000) + "e-20000000"));
    assertEquals(1.0, read("0." + "0".repeat(19_999_999) + "1e20000000"));
    assertEquals(0.0, read("0".repeat(5000)));
    assertEquals(Double.POSITIVE_INFINITY, read("9".repeat(5000)));
    assertEquals(-Double.MIN_VALUE, read("-." + "0".repeat(5000) + "49406564584124654e4677"));
  }
}
