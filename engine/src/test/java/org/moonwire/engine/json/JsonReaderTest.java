package org.moonwire.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

class JsonReaderTest {
  static Stream<String> malformed() throws IOException {
    try (var in = JsonReaderTest.class.getResourceAsStream("malformed.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void what_is_no_json_is_refused_with_its_place(String text) {
    String message = failure(text);
    assertTrue(message.startsWith("invalid JSON at line 1, column "), message);
    assertFalse(message.contains("`"), message);
    assertFalse(message.contains("Source"), message);
  }

  @Test
  void blank_text_is_refused() {
    assertEquals("invalid JSON at line 1, column 3: unexpected end of input", failure("  "));
  }

  @ParameterizedTest
  @CsvSource({
    "42, 42",
    "-0, 0",
    "3.14, 3.14",
    "1E2, 100",
    "2147483648, 2147483648",
    "123456789012345678, 123456789012345678",
    "9223372036854775807, 9223372036854775807",
    "9007199254740993, 9007199254740992",
    "-9223372036854775808, -9223372036854775808",
    "18446744073709551616, 18446744073709551616",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "1e999, Infinity",
    "-1e999, -Infinity",
    "1e-999, 0",
  })
  void numbers_are_the_nearest_double(String text, double expected) throws JsonException {
    assertEquals(expected, read(text).todouble());
  }

  @Test
  void a_number_of_ten_thousand_digits_is_read() throws JsonException {
    assertEquals(1e300, read("1" + "0".repeat(300)).todouble());
    assertEquals(0.1, read("0.1" + "0".repeat(10_000)).todouble());
  }

  @Test
  void numbers_of_few_digits_are_the_nearest_double_too() throws JsonException {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      long digits = random.nextLong() >> random.nextInt(64);
      String text = BigDecimal.valueOf(digits, 1 + random.nextInt(20)).toPlainString();
      assertEquals(Double.parseDouble(text), read(text).todouble(), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "é", "\uD83D\uDE00", "\\n", "\\\"", "\\\\", "\\u0000", "\\ud800", "\u007f"})
  void a_character_is_read_wherever_it_stands(String character) throws JsonException {
    String plain = text(read('"' + character + '"'));
    for (int before = 0; before < 20; before++) {
      String in = "x".repeat(before) + character + "y".repeat(20 - before);
      String out = "x".repeat(before) + plain + "y".repeat(20 - before);
      assertEquals(out, text(read("[\"\", \"" + in + "\"]").get(2)));
    }
  }

  @Test
  void a_control_character_is_refused_wherever_it_stands() {
    for (int before = 0; before < 20; before++) {
      String message = failure('"' + "x".repeat(before) + "\u001f" + "y".repeat(20) + '"');
      assertTrue(message.contains("column " + (before + 2)), message);
    }
  }

  @Test
  void strings_are_read_across_the_pieces_of_a_long_text() throws JsonException {
    StringBuilder text = new StringBuilder("[0");
    for (int i = 1; i < 20_000; i++) {
      text.append(",\"").append("é".repeat(i % 13)).append(i).append('"');
    }
    LuaValue array = read(text.append(']').toString());
    for (int i = 1; i < 20_000; i++) {
      assertEquals("é".repeat(i % 13) + i, text(array.get(i + 1)));
    }
  }

  @Test
  void escapes_become_utf_8() throws JsonException {
    assertEquals(
        "é\uD83D\uDE00\n\"\\/\b\f\r\t\0",
        text(read("\"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\\b\\f\\r\\t\\u0000\"")));
  }

  @Test
  void a_lone_surrogate_becomes_the_replacement_character() throws JsonException {
    assertEquals(
        "\uFFFDx\uFFFD\uFFFD\uD83D\uDE00\uFFFD",
        text(read("\"\\ud800x\\udc00\\ud83d\\ud83d\\ude00\\ud83d\"")));
  }

  @Test
  void bytes_that_are_no_utf_8_become_the_replacement_character() throws JsonException {
    byte[] bytes = {
      '"',
      (byte) 0xC0,
      (byte) 0x80,
      (byte) 0xED,
      (byte) 0xA0,
      (byte) 0x80,
      (byte) 0xFF,
      'x',
      (byte) 0xE2,
      (byte) 0x82,
      '"'
    };
    assertEquals(
        "\uFFFD".repeat(6) + "x\uFFFD\uFFFD", text(JsonReader.read(LuaString.valueOf(bytes))));
  }

  @Test
  void long_strings_are_read_like_short_ones() throws JsonException {
    String longText = "aé€\uD83D\uDE00".repeat(50_000);
    assertEquals(longText, text(read('"' + longText + '"')));
    assertEquals(
        "y".repeat(30_000_000).length(), text(read('"' + "y".repeat(30_000_000) + '"')).length());
  }

  @Test
  void a_key_may_be_longer_than_jackson_allows_by_itself() throws JsonException {
    String key = "k".repeat(100_000);
    assertEquals(1, read("{\"" + key + "\":1}").get(key).toint());
  }

  @Test
  void null_leaves_a_hole() throws JsonException {
    LuaValue array = read("[1,null,3]");
    assertEquals(3, array.get(3).toint());
    assertTrue(array.get(2).isnil());
    assertTrue(read("{\"a\":null}").get("a").isnil());
  }

  @Test
  void the_last_of_equal_keys_wins() throws JsonException {
    assertEquals(2, read("{\"a\":1,\"a\":2}").get("a").toint());
    assertTrue(read("{\"a\":1,\"a\":null}").get("a").isnil());
  }

  @Test
  void equal_keys_of_one_text_share_a_string() throws JsonException {
    LuaTable array = (LuaTable) read("[{\"name\":1},{\"name\":2}]");
    LuaValue first = ((LuaTable) array.get(1)).next(LuaValue.NIL).arg1();
    assertSame(first, ((LuaTable) array.get(2)).next(LuaValue.NIL).arg1());
  }

  @Test
  void nesting_ends_at_128() throws JsonException {
    assertTrue(read("[".repeat(128) + "]".repeat(128)).istable());
    assertEquals(
        "json: maximum nesting depth exceeded", failure("[".repeat(129) + "]".repeat(129)));
    assertEquals("json: maximum nesting depth exceeded", failure("{\"a\":".repeat(1_000_000)));
  }

  @Test
  void many_different_keys_are_read() throws JsonException {
    StringBuilder text = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 20_000; i++) {
      text.append(",\"k").append(i).append("\":").append(i);
    }
    assertEquals(19_999, read(text.append('}').toString()).get("k19999").toint());
  }

  @Test
  void utf_16_is_not_json() {
    assertTrue(failure("\0\"\0a\0\"").contains("zero byte"));
    assertThrows(JsonException.class, () -> read("1\0"));
  }

  @Test
  void a_part_of_a_larger_byte_array_is_read() throws JsonException {
    byte[] bytes = "xx[1,\"é\"]yy".getBytes(StandardCharsets.UTF_8);
    LuaValue array = JsonReader.read(LuaString.valueUsing(bytes, 2, bytes.length - 4));
    assertEquals("é", text(array.get(2)));
  }

  private static LuaValue read(String text) throws JsonException {
    return JsonReader.read(LuaString.valueOf(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String failure(String text) {
    return assertThrows(JsonException.class, () -> read(text)).getMessage();
  }

  private static String text(LuaValue value) {
    LuaString s = (LuaString) value;
    return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8);
  }
}
