package org.moonwire.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;

class JsonWriterTest {

  @ParameterizedTest
  @CsvSource({
    "42, 42, 42",
    "-0.0, 0, 0",
    "3.14, 3.14, 3.14",
    "1e15, 1000000000000000, 1000000000000000",
    "9007199254740992, 9007199254740992, 9007199254740992",
    "1735484645.5, 1735484645.5, 1735484645.5",
    "0.30000000000000004, 0.30000000000000004, 0.30000000000000004",
    "9.2e18, 9200000000000000000, 9200000000000000000",
    "9223372036854775808, 9223372036854776000, 9223372036854776000",
    "1e20, 100000000000000000000, 100000000000000000000",
    "1e21, 1e+21, 1000000000000000000000",
    "1.5e300, 1.5e+300, 15X299",
    "0.000001, 0.000001, 0.000001",
    "1e-7, 1e-7, 0.0000001",
    "-1.25e-9, -1.25e-9, -0.00000000125",
    "2e23, 2e+23, 200000000000000000000000",
    "5e-324, 5e-324, 0.X3235",
    "NaN, null, null",
    "Infinity, null, null",
    "-Infinity, null, null",
  })
  void numbers_have_their_shortest_digits(double d, String alone, String nested)
      throws JsonException {
    String plain =
        nested.replace("15X299", "15" + "0".repeat(299)).replace("X323", "0".repeat(323));
    assertEquals(alone, write(LuaValue.valueOf(d)));
    assertEquals("[" + plain + "]", write(list(LuaValue.valueOf(d))));
  }

  @Test
  void every_double_reads_back_as_itself() throws JsonException {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double d = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(d) && !Double.isInfinite(d)) {
        LuaString text = JsonWriter.write(LuaValue.valueOf(d), o -> o);
        assertEquals(d, JsonReader.read(text).todouble());
      }
    }
  }

  @Test
  void numbers_of_few_digits_have_just_these() throws JsonException {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      long digits = random.nextLong() >> (16 + random.nextInt(48));
      BigDecimal number = BigDecimal.valueOf(digits, random.nextInt(9));
      if (number.precision() <= 15 && digits != 0) {
        String text = number.stripTrailingZeros().toPlainString();
        assertEquals("[" + text + "]", write(list(LuaValue.valueOf(number.doubleValue()))));
      }
    }
  }

  @Test
  void special_characters_are_escaped_wherever_they_stand() throws JsonException {
    for (int before = 0; before < 20; before++) {
      String in = "x".repeat(before) + "\"\u001f\\é" + "y".repeat(20 - before);
      String out = "x".repeat(before) + "\\\"\\u001f\\\\é" + "y".repeat(20 - before);
      assertEquals('"' + out + '"', write(string(in)));
    }
  }

  @Test
  void special_characters_are_escaped() throws JsonException {
    assertEquals(
        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f<>&é\uD83D\uDE00\\u2028\\u2029\u202A\"",
        write(string("\"\\/\b\f\n\r\t\0\u001f\u007f<>&é\uD83D\uDE00\u2028\u2029\u202A")));
  }

  @Test
  void bytes_that_are_no_utf_8_become_the_replacement_character() throws JsonException {
    byte[] bytes = {
      (byte) 0xC0,
      (byte) 0x80,
      'x',
      (byte) 0xED,
      (byte) 0xA0,
      (byte) 0x80,
      (byte) 0xF5,
      (byte) 0xE2,
      (byte) 0x82
    };
    assertEquals(
        "\"\uFFFD\uFFFDx\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\"", write(LuaString.valueOf(bytes)));
  }

  @Test
  void keys_from_one_without_a_hole_are_an_array_in_whatever_order_they_came()
      throws JsonException {
    LuaTable table = new Table();
    for (int i = 40; i >= 1; i--) {
      table.rawset(i, LuaValue.valueOf(i));
    }
    StringBuilder expected = new StringBuilder("[1");
    for (int i = 2; i <= 40; i++) {
      expected.append(',').append(i);
    }
    assertEquals(expected.append(']').toString(), write(table));
  }

  @Test
  void a_hole_makes_an_array_sparse() {
    LuaTable table = list(string("a"), string("b"), string("c"));
    table.rawset(2, LuaValue.NIL);
    assertEquals("cannot encode sparse array: non-contiguous numeric keys found", failure(table));
    LuaTable far = new Table();
    far.rawset(5, LuaValue.TRUE);
    assertEquals("cannot encode sparse array: non-contiguous numeric keys found", failure(far));
  }

  @Test
  void numeric_and_other_keys_do_not_mix_whichever_comes_first() {
    String mixed = "cannot encode mixed-key table: table has both numeric and non-numeric keys";
    LuaTable arrayFirst = list(LuaValue.ONE, LuaValue.ONE);
    arrayFirst.rawset("x", LuaValue.valueOf(3));
    assertEquals(mixed, failure(arrayFirst));
    LuaTable far = new Table();
    far.rawset("x", LuaValue.ONE);
    far.rawset(1_000_000, LuaValue.ONE);
    assertEquals(mixed, failure(far));
  }

  @Test
  void keys_that_are_no_strings_are_written_as_their_text() throws JsonException {
    assertEquals("{\"0.5\":1}", write(single(LuaValue.valueOf(0.5))));
    assertEquals("{\"true\":1}", write(single(LuaValue.TRUE)));
    assertEquals("{\"0\":1}", write(single(LuaValue.ZERO)));
    assertEquals("{\"-1\":1}", write(single(LuaValue.valueOf(-1))));
    assertEquals("{}", write(single(new Table())));
  }

  @Test
  void an_empty_table_is_an_array_unless_it_was_read_as_object() throws JsonException {
    assertEquals("[]", write(new Table()));
    assertEquals("{}", write(JsonReader.read(string("{}"))));
    assertEquals("{}", write(JsonReader.read(string("{\"a\":null}"))));
    assertEquals("[]", write(JsonReader.read(string("[]"))));
  }

  @Test
  void a_decoded_object_that_became_a_list_is_an_array() throws JsonException {
    LuaTable table = (LuaTable) JsonReader.read(string("{}"));
    table.rawset(1, LuaValue.TRUE);
    assertEquals("[true]", write(table));
  }

  @Test
  void a_marked_table_has_the_form_of_its_mark() throws JsonException {
    LuaTable object = list(LuaValue.TRUE);
    LuaTable array = list(LuaValue.ONE, LuaValue.NIL, LuaValue.ONE);
    LuaTable empty = new Table();
    JsonMarks.mark(object, JsonMarks.Form.OBJECT);
    JsonMarks.mark(array, JsonMarks.Form.ARRAY);
    JsonMarks.mark(empty, JsonMarks.Form.OBJECT);
    assertEquals("{\"1\":true}", write(object));
    assertEquals("[1,null,1]", write(array));
    assertEquals("{}", write(empty));
  }

  @Test
  void a_marked_array_of_holes_is_refused() {
    LuaTable array = new Table();
    array.rawset(1_000_000_000, LuaValue.TRUE);
    JsonMarks.mark(array, JsonMarks.Form.ARRAY);
    assertEquals("cannot encode sparse array: non-contiguous numeric keys found", failure(array));
  }

  @Test
  void a_table_may_not_contain_itself_but_may_appear_twice() throws JsonException {
    LuaTable shared = list(LuaValue.ONE);
    assertEquals("[[1],[1]]", write(list(shared, shared)));
    shared.rawset(2, list(shared));
    assertEquals("cannot encode recursively nested tables to JSON", failure(shared));
  }

  @Test
  void nesting_ends_at_128() throws JsonException {
    LuaTable deep = new Table();
    for (int i = 1; i < 128; i++) {
      deep = list(deep);
    }
    assertEquals("[".repeat(128) + "]".repeat(128), write(deep));
    assertEquals("exceeded maximum nesting depth for JSON encoding", failure(list(deep)));
  }

  @Test
  void userdata_is_its_text_where_it_has_one() throws JsonException {
    ErrorValue error = ErrorValue.of(ErrorKind.INTERNAL, "it \"broke\"", false);
    assertEquals("\"it \\\"broke\\\"\"", write(new LuaUserdata(error)));
    assertEquals("\"text\"", write(new LuaUserdata("text")));
    assertEquals("null", write(new LuaUserdata(JsonNull.INSTANCE)));
  }

  private String write(LuaValue value) throws JsonException {
    LuaString s = JsonWriter.write(value, o -> o);
    return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8);
  }

  private String failure(LuaValue value) {
    return assertThrows(JsonException.class, () -> write(value)).getMessage();
  }

  private static LuaTable list(LuaValue... values) {
    LuaTable table = new Table();
    for (int i = 0; i < values.length; i++) {
      table.rawset(i + 1, values[i]);
    }
    return table;
  }

  private static LuaTable single(LuaValue key) {
    LuaTable table = new Table();
    table.rawset(key, LuaValue.ONE);
    return table;
  }

  private static LuaString string(String text) {
    return LuaString.valueOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
