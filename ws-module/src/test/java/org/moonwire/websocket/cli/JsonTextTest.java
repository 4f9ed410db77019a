package org.moonwire.websocket.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @Test
  void names_numbers_and_order_stay_as_they_are() {
    assertEquals(
        "{\n  \"b\": 1.50,\n  \"a\": [\n    12345678901234567890,\n    null\n  ],\n  \"e\": {},\n"
            + "  \"s\": \"x, {y}: \\\"z\\\"\"\n}",
        JsonText.pretty(
            "{\"b\":1.50 , \"a\":[12345678901234567890,null],\"e\":{ },\"s\":\"x, {y}: \\\"z\\\"\"}",
            false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "{", "[1,2", "{\"a", "}{", "[1]]", "42", ""})
  void what_is_no_json_stays(String text) {
    assertEquals(text, JsonText.pretty(text, true));
  }

  @Test
  void a_name_has_another_colour_than_a_text() {
    assertEquals(
        "{\n  \033[36m\"a\"\033[0m: \033[32m\"b\"\033[0m\n}",
        JsonText.pretty("{\"a\":\"b\"}", true));
  }

  @Test
  void what_is_too_deep_stays() {
    String deep = "[".repeat(200) + "]".repeat(200);
    assertEquals(deep, JsonText.pretty(deep, false));
  }
}
