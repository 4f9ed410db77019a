package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CloseFrameTest {

  @Test
  void the_codes_that_may_be_sent_are_those_of_the_registry_and_the_private_ranges() {
    int[] refused =
        IntStream.rangeClosed(1000, 4999).filter(code -> !CloseFrame.isSendable(code)).toArray();
    int[] expected =
        IntStream.concat(IntStream.of(1004, 1005, 1006), IntStream.rangeClosed(1015, 2999))
            .toArray();
    assertArrayEquals(expected, refused);
  }

  @Test
  void a_long_reason_is_cut_between_two_characters() {
    byte[] body = CloseFrame.body(4001, "é".repeat(100).getBytes(UTF_8));
    byte[] reason = Arrays.copyOfRange(body, 2, body.length);
    assertEquals(122, reason.length);
    assertTrue(Utf8Validator.isValid(reason));
  }

  @Test
  void code_1005_is_an_empty_body() {
    assertEquals(0, CloseFrame.body(1005, new byte[] {1}).length);
  }

  @Test
  void the_code_comes_first_in_network_order() {
    byte[] body = CloseFrame.body(1000, new byte[] {'b', 'y', 'e'});
    assertEquals("\u0003\u00e8bye", new String(body, ISO_8859_1));
  }
}
