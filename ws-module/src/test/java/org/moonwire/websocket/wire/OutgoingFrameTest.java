package org.moonwire.websocket.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingFrameTest {

  private static byte[] written(OutgoingFrame frame, int room) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean done;
    do {
      ByteBuffer target = ByteBuffer.allocate(room);
      done = frame.writeTo(target);
      out.write(target.array(), 0, target.position());
    } while (!done);
    return out.toByteArray();
  }

  private static byte[] unmasked(byte[] frame, int headerLength) {
    byte[] payload = Arrays.copyOfRange(frame, headerLength, frame.length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= frame[headerLength - 4 + (i & 3)];
    }
    return payload;
  }

  @ParameterizedTest(name = "{0} bytes, {1} at a time")
  @CsvSource({"0,64,6", "1,14,6", "125,17,6", "126,64,8", "65535,1000,8", "65536,8191,14"})
  void a_payload_is_the_same_in_whatever_pieces_it_goes_out(int length, int room, int header) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    byte[] frame = written(OutgoingFrame.of(Opcode.BINARY, payload), room);
    assertEquals((byte) 0x82, frame[0]);
    assertArrayEquals(payload, unmasked(frame, header));
  }

  @ParameterizedTest
  @CsvSource({"5,85", "126,fe007e", "65536,ff0000000000010000"})
  void the_length_has_its_shortest_form_and_the_mask_bit(int length, String expected) {
    byte[] frame = written(OutgoingFrame.of(Opcode.TEXT, new byte[length]), 100);
    byte[] start = Arrays.copyOfRange(frame, 1, 1 + expected.length() / 2);
    assertEquals(expected, java.util.HexFormat.of().formatHex(start));
  }

  @Test
  void a_compressed_frame_has_the_first_reserved_bit() {
    assertEquals((byte) 0xc1, written(OutgoingFrame.compressed(Opcode.TEXT, new byte[1]), 64)[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13})
  void nothing_is_begun_without_room_for_a_header(int room) {
    OutgoingFrame frame = OutgoingFrame.of(Opcode.PING, new byte[0]);
    assertFalse(frame.writeTo(ByteBuffer.allocate(room)));
    assertFalse(frame.hasBegun());
  }

  @Test
  void masks_differ() {
    byte[] first = written(OutgoingFrame.of(Opcode.TEXT, new byte[8]), 64);
    byte[] second = written(OutgoingFrame.of(Opcode.TEXT, new byte[8]), 64);
    assertTrue(!Arrays.equals(first, second), "two masks in a row were equal");
  }
}
