package org.moonwire.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoLayoutTest {
  static Stream<Arguments> formats() {
    return Tables.rows("formats.txt");
  }

  static Stream<Arguments> parses() {
    return Tables.rows("parses.txt");
  }

  static Stream<Arguments> bad() {
    return Tables.rows("parses-bad.txt");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_time_is_written_in_the_form_of_the_layout(String layout, String expected) {
    Location losAngeles = Location.load("America/Los_Angeles");
    GoTime time = GoTime.unix(1_233_810_057, 12_345_600, losAngeles);
    assertEquals(expected, time.format(layout));
  }

  @ParameterizedTest
  @MethodSource("parses")
  void a_time_is_read_in_the_form_of_the_layout(
      String layout, String value, String zone, String form) {
    assertEquals(form, GoLayout.of(layout).parse(value, Location.load(zone)).toString());
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_text_of_another_form_is_refused_in_go_words(String layout, String value, String error) {
    GoLayout form = GoLayout.of(layout);
    var thrown = assertThrows(GoParseException.class, () -> form.parse(value, Location.UTC));
    assertEquals(error, thrown.getMessage());
  }

  @Test
  void utc_is_written_as_z_where_the_layout_asks_for_it() {
    GoTime time = GoTime.unix(0, 0, Location.UTC);
    assertEquals("Z Z Z +00:00 UTC", time.format("Z07 Z0700 Z07:00:00 -07:00 MST"));
  }

  @Test
  void a_zone_without_a_name_is_written_as_its_offset() {
    GoTime time = GoTime.unix(0, 0, Location.fixed("", -19_800));
    assertEquals("-0530", time.format("MST"));
    assertEquals("-05:30:00", time.format("Z07:00:00"));
  }

  @Test
  void hostile_input_does_not_become_a_message_of_its_size() {
    GoLayout day = GoLayout.of("2006");
    String value = "2024" + "x".repeat(1_000_000);
    var thrown = assertThrows(GoParseException.class, () -> day.parse(value, Location.UTC));
    assertTrue(thrown.getMessage().length() < 3_000);
    assertThrows(GoParseException.class, () -> GoLayout.of(value));
  }

  @Test
  void years_before_zero_and_past_9999_are_written_with_all_digits() {
    assertEquals("-0001", GoTime.date(parts(-1), Location.UTC).format("2006"));
    assertEquals("10000 00", GoTime.date(parts(10_000), Location.UTC).format("2006 06"));
  }

  private static GoTime.Parts parts(long year) {
    return new GoTime.Parts(year, 1, 1, 0, 0, 0, 0);
  }
}
