package org.moonwire.websocket.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a body (RFC 1952) piece by piece, as far as who takes it has room: a small text can
 * stand for gigabytes. Not thread-safe.
 */
public final class GzipSink implements BodySink {
  private static final int PIECE = 16 * 1024;
  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int FLAGS = 3;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xE0;
  private static final byte[] MAGIC = {0x1F, (byte) 0x8B, 8};

  /** The parts of a member, in order. */
  private enum Part {
    HEADER,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    HEADER_CRC,
    DATA,
    TRAILER
  }

  private static final List<Part> PARTS = List.of(Part.values());

  private final BodySink next;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] piece = new byte[PIECE];
  private ByteBuffer input = ByteBuffer.allocate(0);
  private Part part = Part.HEADER;
  private int flags;

  /** The bytes of the part so far, where they are few. */
  private final byte[] few = new byte[HEADER];

  /** How many bytes of the part were taken. */
  private int taken;

  private int extraLength;
  private boolean any;

  /** Gives what it makes to {@code next}. */
  public GzipSink(BodySink next) {
    this.next = next;
  }

  @Override
  public boolean take(ByteBuffer bytes) throws IOException {
    input = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    any |= input.hasRemaining();
    return advance();
  }

  @Override
  public boolean drain() throws IOException {
    return next.drain() && advance();
  }

  private boolean advance() throws IOException {
    boolean room = true;
    while (room && (part == Part.DATA || input.hasRemaining())) {
      if (part != Part.DATA) {
        frame(input.get());
        continue;
      }
      int made = inflate();
      if (made > 0) {
        crc.update(piece, 0, made);
        room = next.take(ByteBuffer.wrap(piece, 0, made));
      } else if (part == Part.DATA) {
        return true;
      }
    }
    return room;
  }

  /** 0 if there is no more to be made of what is there. */
  private int inflate() throws IOException {
    try {
      if (inflater.needsInput() && input.hasRemaining()) {
        inflater.setInput(input);
      }
      int made = inflater.inflate(piece);
      if (inflater.needsDictionary()) {
        throw new IOException("the gzip of the body needs a dictionary");
      }
      if (inflater.finished()) {
        part = Part.TRAILER;
      }
      return made;
    } catch (DataFormatException e) {
      throw new IOException("the gzip of the body is damaged", e);
    }
  }

  private void frame(byte b) throws IOException {
    if (taken < few.length) {
      few[taken] = b;
    }
    taken++;
    boolean over =
        switch (part) {
          case HEADER -> header();
          case EXTRA_LENGTH, HEADER_CRC -> taken == 2;
          case EXTRA -> taken == extraLength;
          case NAME, COMMENT -> b == 0;
          case TRAILER -> taken == TRAILER;
          case DATA -> throw new AssertionError(part);
        };
    if (over) {
      endPart();
    }
  }

  private boolean header() throws IOException {
    if (taken <= MAGIC.length && few[taken - 1] != MAGIC[taken - 1]) {
      throw new IOException("the body is said to be gzip and is none");
    }
    return taken == HEADER;
  }

  private void endPart() throws IOException {
    taken = 0;
    switch (part) {
      case HEADER -> {
        flags = few[FLAGS];
        if ((flags & RESERVED) != 0) {
          throw new IOException("the gzip of the body has reserved flags");
        }
        begin();
      }
      case EXTRA_LENGTH -> extraLength = (few[0] & 0xFF) | (few[1] & 0xFF) << Byte.SIZE;
      case TRAILER -> checkTrailer();
      default -> {}
    }
    part = follower();
  }

  private void begin() {
    crc.reset();
    inflater.reset();
  }

  /** The first of the parts behind this one that is there. */
  private Part follower() {
    if (part == Part.TRAILER) {
      return Part.HEADER;
    }
    List<Part> rest = PARTS.subList(PARTS.indexOf(part) + 1, PARTS.size());
    return rest.stream().filter(this::isThere).findFirst().orElseThrow();
  }

  private boolean isThere(Part candidate) {
    return switch (candidate) {
      case EXTRA_LENGTH -> (flags & HAS_EXTRA) != 0;
      case EXTRA -> (flags & HAS_EXTRA) != 0 && extraLength > 0;
      case NAME -> (flags & HAS_NAME) != 0;
      case COMMENT -> (flags & HAS_COMMENT) != 0;
      case HEADER_CRC -> (flags & HAS_CRC) != 0;
      default -> true;
    };
  }

  private void checkTrailer() throws IOException {
    int sum = 0;
    int length = 0;
    for (int i = 3; i >= 0; i--) {
      sum = sum << Byte.SIZE | (few[i] & 0xFF);
      length = length << Byte.SIZE | (few[i + 4] & 0xFF);
    }
    if (sum != (int) crc.getValue() || length != (int) inflater.getBytesWritten()) {
      throw new IOException("the gzip of the body is damaged: its checksum or length is wrong");
    }
  }

  @Override
  public void finish() throws IOException {
    if (any && (part != Part.HEADER || taken > 0)) {
      throw new IOException("the gzip of the body ends too early");
    }
    next.finish();
  }

  @Override
  public void release() {
    inflater.end();
    next.release();
  }
}
