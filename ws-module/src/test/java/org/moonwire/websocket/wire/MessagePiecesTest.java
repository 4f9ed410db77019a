package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are handed on as they arrive. */
class MessagePiecesTest {
  private static final int ROUNDS = 400;

  private final Random random = new Random(15);

  private byte[] content(boolean text) {
    int length = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(20_000);
    if (!text) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      // Half of it compresses well.
      Arrays.fill(bytes, 0, length / 2, (byte) 'x');
      return bytes;
    }
    StringBuilder out = new StringBuilder();
    while (out.length() < length) {
      out.appendCodePoint("aß€\uD83D\uDE00".codePointAt(random.nextInt(4)));
    }
    return out.toString().getBytes(UTF_8);
  }

  private void frame(ByteArrayOutputStream out, int first, byte[] payload, int from, int to) {
    int length = to - from;
    out.write(first);
    if (length < 126) {
      out.write(length);
    } else {
      out.write(126);
      out.write(length >> 8);
      out.write(length);
    }
    out.write(payload, from, length);
  }

  /** The message in fragments of any length, none included, with pings in between. */
  private byte[] onTheWire(boolean text, boolean compressed, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    int opcode = (text ? 1 : 2) | (compressed ? 0x40 : 0);
    boolean last = false;
    while (!last) {
      int to = Math.min(payload.length, from + random.nextInt(5000));
      last = to == payload.length && random.nextBoolean();
      frame(out, opcode | (last ? 0x80 : 0), payload, from, to);
      opcode = 0;
      from = to;
      if (random.nextInt(3) == 0) {
        frame(out, 0x89, new byte[] {'p'}, 0, 1);
      }
    }
    return out.toByteArray();
  }

  private static byte[] deflated(Deflater deflater, byte[] content) {
    if (content.length == 0) {
      return new byte[1];
    }
    deflater.setInput(content);
    byte[] out = new byte[content.length * 2 + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, length - 4);
  }

  /** Gives the reader what it left and some more, each time in the same buffer. */
  private ByteArrayOutputStream read(FrameReader reader, byte[] wire, int limit, boolean text)
      throws WireException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocateDirect(9000);
    int given = 0;
    boolean first = true;
    boolean last = false;
    while (!last) {
      int more = Math.min(wire.length - given, random.nextInt(1, in.remaining()));
      in.put(wire, given, more).flip();
      given += more;
      int events = random.nextInt(4);
      Incoming next = reader.next(in);
      while (next != null && !last) {
        if (next instanceof Incoming.Piece piece) {
          assertEquals(first, piece.isFirst());
          assertTrue(piece.data().length <= limit);
          assertTrue(piece.data().length > 0 || piece.isLast());
          assertTrue(!text || Utf8Validator.isValid(piece.data()));
          joined.writeBytes(piece.data());
          first = false;
          last = piece.isLast();
        }
        // Whoever is full leaves the rest for later.
        next = --events == 0 ? null : reader.next(in);
      }
      in.compact();
    }
    return joined;
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void pieces_are_the_message_however_it_comes(boolean text, boolean compressed) throws Exception {
    int limit = 4 + random.nextInt(6000);
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = FrameReader.inPieces(limit, inflater);
      for (int i = 0; i < ROUNDS; i++) {
        byte[] content = content(text);
        byte[] wire =
            onTheWire(text, compressed, compressed ? deflated(deflater, content) : content);
        assertArrayEquals(content, read(reader, wire, limit, text).toByteArray());
      }
    } finally {
      deflater.end();
    }
  }

  @Test
  void a_bomb_is_inflated_piece_by_piece() throws Exception {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    byte[] bomb = deflated(deflater, new byte[32 << 20]);
    deflater.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame(out, 0xc2, bomb, 0, bomb.length);
    ByteBuffer in = ByteBuffer.wrap(out.toByteArray());
    long length = 0;
    try (MessageInflater inflater = new MessageInflater()) {
      FrameReader reader = FrameReader.inPieces(65536, inflater);
      Incoming.Piece piece;
      do {
        piece = (Incoming.Piece) reader.next(in);
        length += piece.data().length;
        assertTrue(reader.heldBytes() <= 65536);
      } while (!piece.isLast());
    }
    assertEquals(32 << 20, length);
  }

  @ParameterizedTest
  @CsvSource({
    "01 02 61c3 | 80 01 28, 1007",
    "81 02 61c3, 1007",
    "01 01 e2 | 00 00 | 80 01 82, 1007",
    "01 01 61 | 81 01 62, 1002",
    "80 01 61, 1002",
    "41 01 61, 1002",
  })
  void what_the_rfc_forbids_is_refused_across_pieces(String frames, int code) {
    FrameReader reader = FrameReader.inPieces(1000, null);
    WireException e =
        assertThrows(
            WireException.class,
            () -> {
              for (String frame : frames.split("\\|", -1)) {
                ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(frame.replace(" ", "")));
                Incoming unused = reader.next(in);
              }
            });
    assertEquals(code, e.closeCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffffff", "8000000000000000"})
  void a_frame_longer_than_all_is_refused(String length) {
    FrameReader reader = FrameReader.inPieces(1000, null);
    ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex("827f" + length));
    assertEquals(1002, assertThrows(WireException.class, () -> reader.next(in)).closeCode());
  }

  @Test
  void fragments_without_end_are_refused_if_they_are_empty_only() throws Exception {
    FrameReader reader = FrameReader.inPieces(1000, null);
    Incoming unused = reader.next(ByteBuffer.wrap(new byte[] {2, 0}));
    for (int i = 0; i < 10_000; i++) {
      Incoming.Piece piece = (Incoming.Piece) reader.next(ByteBuffer.wrap(new byte[] {0, 1, 7}));
      assertEquals(1, piece.data().length);
      assertNull(reader.next(ByteBuffer.wrap(new byte[] {0, 0})));
    }
    WireException e =
        assertThrows(
            WireException.class,
            () -> {
              for (int i = 0; i < 2000; i++) {
                assertNull(reader.next(ByteBuffer.wrap(new byte[] {0, 0})));
              }
            });
    assertEquals(1009, e.closeCode());
  }
}
