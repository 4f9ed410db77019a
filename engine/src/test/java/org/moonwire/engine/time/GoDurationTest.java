package org.moonwire.engine.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GoDurationTest {
  static Stream<Arguments> durations() {
    return Tables.rows("durations.txt");
  }

  static Stream<Arguments> bad() {
    return Tables.rows("durations-bad.txt");
  }

  @ParameterizedTest
  @MethodSource("durations")
  void a_duration_is_read_and_written_as_go_does(String text, long nanos, String form) {
    assertEquals(nanos, GoDuration.parse(text).nanos());
    assertEquals(form, new GoDuration(nanos).toString());
    assertEquals(nanos, GoDuration.parse(form).nanos());
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_text_that_is_no_duration_is_refused_in_go_words(String quoted, String error) {
    String text = quoted.substring(1, quoted.length() - 1).replace("\\x85", "\u0085");
    var thrown = assertThrows(GoParseException.class, () -> GoDuration.parse(text));
    assertEquals(error, thrown.getMessage());
  }

  @Test
  void whole_units_are_truncated_toward_zero() {
    GoDuration d = new GoDuration(-1_999_999);
    assertEquals(-1999, d.micros());
    assertEquals(-1, d.millis());
  }

  @Test
  void fractional_units_are_exact_where_a_double_can_be() {
    GoDuration d = GoDuration.parse("1h30m");
    assertEquals(1.5, d.hours());
    assertEquals(90, d.minutes());
    assertEquals(5400, d.seconds());
  }

  @Test
  void a_number_of_nanoseconds_is_truncated_and_saturated() {
    assertEquals(-1, GoDuration.ofNanos(-1.9).nanos());
    assertEquals(GoDuration.MAX, GoDuration.ofNanos(Double.POSITIVE_INFINITY));
    assertEquals(GoDuration.ZERO, GoDuration.ofNanos(Double.NaN));
  }
}
