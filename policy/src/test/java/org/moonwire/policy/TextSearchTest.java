package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextSearchTest {
  @Test
  void findsWhatThePlainSearchFinds() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String text = text(random, 1_000 + random.nextInt(2_000));
      int from = random.nextInt(100);
      int start = random.nextInt(text.length() - 200);
      String part = text.substring(start, start + random.nextInt(200));
      String wanted = random.nextBoolean() ? part : part + "aab";
      assertEquals(
          text.indexOf(wanted, from), TextSearch.indexOf(text, wanted, from, Meter.unheard()));
    }
  }

  /** Of two letters and mostly one, so that much fits at first. */
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(30) == 0 ? 'b' : 'a');
    }
    return text.toString();
  }
}
