package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
  private final FrameReader reader = new FrameReader(16);

  private static ByteBuffer hex(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private Incoming next(String hex) throws WireException {
    return reader.next(hex(hex));
  }

  private static String text(Incoming incoming) {
    return new String(assertInstanceOf(Incoming.Message.class, incoming).data(), UTF_8);
  }

  @Test
  void a_message_that_arrives_byte_by_byte_is_whole() throws WireException {
    for (String part : "81 05 68 65 6c 6c".split(" ", -1)) {
      assertNull(next(part));
    }
    assertEquals("hello", text(next("6f")));
  }

  @Test
  void fragments_are_joined_and_a_ping_between_them_comes_first() throws WireException {
    ByteBuffer in = hex("01 02 6865 89 01 21 80 03 6c6c6f");
    assertArrayEquals(
        new byte[] {'!'}, assertInstanceOf(Incoming.Ping.class, reader.next(in)).payload());
    assertEquals("hello", text(reader.next(in)));
  }

  @Test
  void a_message_of_exactly_the_limit_passes() throws WireException {
    assertEquals("x".repeat(16), text(next("81 10 " + "78".repeat(16))));
  }

  @Test
  void a_close_frame_without_body_reads_as_1005() throws WireException {
    assertEquals(new Incoming.Close(1005, ""), next("88 00"));
  }

  @Test
  void a_close_frame_has_code_and_reason() throws WireException {
    assertEquals(new Incoming.Close(1014, "bye"), next("88 05 03f6 627965"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "1009, 81 11, longer than the limit from the header on",
    "1009, 82 7f 0000010000000000, a terabyte",
    "1009, 01 10 78787878787878787878787878787878 00 01, the sum of the fragments",
    "1002, c1 01, a reserved bit",
    "1002, 83 00, an unknown opcode",
    "1002, 81 85, a masked frame",
    "1002, 89 7e, a ping longer than 125 bytes",
    "1002, 09 00, a fragmented ping",
    "1002, 80 00, a continuation of nothing",
    "1002, 01 00 01 00, a message within a message",
    "1002, 81 7e 0001, a length not in its shortest form",
    "1002, 88 01 03, half a close code",
    "1002, 88 02 03ed, close code 1005 on the wire",
    "1002, 88 02 03e7, close code 999",
    "1007, 88 03 03e8 ff, a reason that is not UTF-8",
    "1007, 81 02 c3 28, text that is not UTF-8",
    "1007, 01 01 ff, bad text in the first fragment",
    "1007, 81 01 c3, text that ends within a character",
    "1007, 81 03 eda080, a surrogate",
    "1007, 81 04 f4908080, beyond the last character",
  })
  void broken_input_is_refused(int code, String hex, String what) {
    WireException refused = assertThrows(WireException.class, () -> readAll(hex), what);
    assertEquals(code, refused.closeCode());
  }

  private void readAll(String hex) throws WireException {
    ByteBuffer in = hex(hex);
    while (in.hasRemaining()) {
      if (reader.next(in) == null) {
        return;
      }
    }
  }

  @Test
  void a_message_of_very_many_empty_fragments_is_refused() throws WireException {
    assertNull(next("01 01 78"));
    WireException refused = assertThrows(WireException.class, () -> readAll("0000".repeat(1_001)));
    assertEquals(1009, refused.closeCode());
  }

  @Test
  void empty_fragments_are_counted_for_each_message() throws WireException {
    for (int i = 0; i < 3; i++) {
      assertEquals("x", text(next("01 00" + "0000".repeat(900) + "80 01 78")));
    }
  }
}
