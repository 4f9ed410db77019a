package org.moonwire.websocket.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {
  private static String[] words(String... words) {
    return words;
  }

  @Test
  void what_was_lost_is_taken_from_the_end_of_the_command_line() {
    assertArrayEquals(
        words("-e", "print('ü')"),
        RawArguments.last(
            List.of("java", "-jar", "x.jar", "-e", "print('ü')", ""),
            words("-e", "print('\ufffd\ufffd')")));
  }

  @Test
  void an_argument_that_differs_otherwise_means_that_it_is_another_line() {
    String[] decoded = words("a", "\ufffd\ufffd");
    assertArrayEquals(decoded, RawArguments.last(List.of("java", "x.jar", "b", "ü", ""), decoded));
  }

  @Test
  void a_line_that_is_too_short_is_not_used() {
    String[] decoded = words("a", "\ufffd");
    assertArrayEquals(decoded, RawArguments.last(List.of("ü", ""), decoded));
  }
}
