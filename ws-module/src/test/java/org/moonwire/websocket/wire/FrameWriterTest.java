package org.moonwire.websocket.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {

  @Test
  void the_masked_hello_of_the_rfc_comes_out_byte_for_byte() {
    byte[] hello = {'H', 'e', 'l', 'l', 'o'};
    assertEquals(
        "818537fa213d7f9f4d5158",
        HexFormat.of().formatHex(FrameWriter.frame(1, hello, 0x37fa213d)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 65535, 65536, 100003})
  void unmasking_gives_the_payload_back(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (i * 31);
    }
    byte[] frame = FrameWriter.frame(2, payload, 0x89abcdef);
    int start = frame.length - length;
    byte[] unmasked = new byte[length];
    for (int i = 0; i < length; i++) {
      unmasked[i] = (byte) (frame[start + i] ^ frame[start - 4 + i % 4]);
    }
    assertArrayEquals(payload, unmasked);
  }
}
