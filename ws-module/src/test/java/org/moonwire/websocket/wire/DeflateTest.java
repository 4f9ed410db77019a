package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {

  private static byte[] read(FrameReader reader, String hex) throws WireException {
    return read(reader, ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private static byte[] read(FrameReader reader, ByteBuffer frame) throws WireException {
    return ((Incoming.Message) reader.next(frame)).data();
  }

  /** One compressed binary message. */
  private static ByteBuffer frame(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
    frame.put((byte) 0xc2);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 65536) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    return frame.put(payload).flip();
  }

  /** RFC 7692, section 7.2.3.1 and 7.2.3.2, in this order on one connection. */
  @Test
  void the_examples_of_the_rfc_inflate_to_hello() throws Exception {
    try (MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = new FrameReader(100, inflater);
      assertEquals("Hello", new String(read(reader, "c1 07 f248cdc9c90700"), UTF_8));
      assertEquals("Hello", new String(read(reader, "c1 05 f200110000"), UTF_8));
      assertEquals("Hello", new String(read(reader, "41 03 f248cd 80 04 c9c90700"), UTF_8));
    }
  }

  /** RFC 7692, sections 7.2.3.3 to 7.2.3.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1 0b 000500faff48656c6c6f00",
        "c1 08 f348cdc9c9070000",
        "c1 0d f248050000 00ffff cac9c90700"
      })
  void uncompressed_final_and_split_blocks_inflate_too(String frame) throws Exception {
    try (MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = new FrameReader(100, inflater);
      assertEquals("Hello", new String(read(reader, frame), UTF_8));
      assertEquals("Hello", new String(read(reader, "c1 07 f248cdc9c90700"), UTF_8));
    }
  }

  @Test
  void a_bomb_is_stopped_at_the_limit() throws Exception {
    byte[] bomb;
    try (MessageDeflater deflater = new MessageDeflater(new DeflateTerms(0, true, 15))) {
      bomb = deflater.deflate(new byte[10_000_000]);
    }
    ByteBuffer frame = frame(bomb);
    try (MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = new FrameReader(1_000_000, inflater);
      assertEquals(1009, assertThrows(WireException.class, () -> reader.next(frame)).closeCode());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,15",
    "1,15",
    "100,15",
    "8188,15",
    "8192,15",
    "100000,15",
    "0,9",
    "512,9",
    "513,9",
    "9999,9"
  })
  void what_is_deflated_inflates_to_the_same(int length, int bits) throws Exception {
    byte[] message = new byte[length];
    new Random(1).nextBytes(message);
    try (MessageDeflater deflater = new MessageDeflater(new DeflateTerms(0, false, bits));
        MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = new FrameReader(length, inflater);
      for (int round = 0; round < 3; round++) {
        byte[] payload = deflater.deflate(message);
        byte[] inflated = read(reader, frame(payload));
        assertArrayEquals(message, inflated);
      }
    }
  }

  /** Of each length, one after the other on one connection, in pieces of one length. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 255, 256, 257, 8192, 100_000})
  void messages_inflate_whatever_the_pieces_they_come_in(int piece) throws Exception {
    try (MessageDeflater deflater = new MessageDeflater(new DeflateTerms(0, false, 15));
        MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = new FrameReader(100_000, inflater);
      for (int length : new int[] {0, 1, 64, 240, 250, 251, 252, 260, 600, 20_000, 65_000, 0, 64}) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        for (byte[] message : List.of(noise, new byte[length])) {
          ByteBuffer frame = frame(deflater.deflate(message));
          byte[] inflated = null;
          for (int from = 0; inflated == null; from += piece) {
            int count = Math.min(piece, frame.limit() - from);
            Incoming complete = reader.next(frame.slice(from, count));
            inflated = complete == null ? null : ((Incoming.Message) complete).data();
          }
          assertArrayEquals(message, inflated);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-other",
        "permessage-deflate, permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=09",
        "permessage-deflate; client_max_window_bits=\"9",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
        "permessage-deflate; unknown"
      })
  void an_answer_that_the_rfc_forbids_is_refused(String answer) {
    DeflateTerms.Offer offer = new DeflateTerms.Offer(0, false);
    assertThrows(IOException.class, () -> offer.accept(List.of(answer)));
  }

  @Test
  void the_server_may_ask_us_to_forget() throws Exception {
    DeflateTerms.Offer offer = new DeflateTerms.Offer(7, false);
    assertEquals(
        new DeflateTerms(7, true, 15),
        offer.accept(
            List.of("permessage-deflate; client_no_context_takeover; server_max_window_bits=12")));
  }

  @ParameterizedTest
  @CsvSource({"client_max_window_bits=9, 9", "client_max_window_bits=\"15\", 15"})
  void the_server_may_narrow_our_window(String parameter, int bits) throws Exception {
    DeflateTerms.Offer offer = new DeflateTerms.Offer(7, false);
    assertEquals(
        new DeflateTerms(7, false, bits),
        offer.accept(List.of("permessage-deflate; " + parameter)));
  }

  /** An inflater cannot be told its window: what is left out is the distance code itself. */
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 14})
  void nothing_refers_back_beyond_a_narrow_window(int bits) throws Exception {
    byte[] message = new byte[1 << (bits + 3)];
    new Random(1).nextBytes(message);
    System.arraycopy(message, 0, message, message.length / 2, message.length / 2);
    try (MessageDeflater deflater = new MessageDeflater(new DeflateTerms(0, false, bits))) {
      assertTrue(deflater.deflate(message).length >= message.length);
    }
  }
}
