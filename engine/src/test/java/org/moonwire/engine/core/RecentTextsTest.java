package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaString;

class RecentTextsTest {
  private final RecentTexts texts = new RecentTexts();

  @Test
  void a_short_text_is_converted_once() {
    assertSame(texts.of("type"), texts.of(String.valueOf("type".toCharArray())));
  }

  @Test
  void a_long_text_is_not_kept() {
    String text = "x".repeat(40);
    assertNotSame(texts.of(text), texts.of(text));
  }

  @Test
  void texts_that_share_a_place_are_told_apart() {
    // "Aa" and "BB" have the same hash code.
    LuaString first = texts.of("Aa");
    assertEquals("BB", texts.of("BB").tojstring());
    assertEquals("Aa", first.tojstring());
    assertEquals("Aa", texts.of("Aa").tojstring());
  }
}
