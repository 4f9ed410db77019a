package org.moonwire.websocket.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Joins the payloads of a message's frames, up to a limit. */
final class WholeMessages extends Payloads {
  /** So many times as long as on the wire a compressed message is guessed to be. */
  private static final int USUAL_RATIO = 8;

  /** A message in one frame that is no longer gets its room at once. */
  private static final int WHOLE = 64 * 1024;

  private final int limit;

  WholeMessages(int limit, MessageInflater inflater) {
    super(inflater);
    this.limit = limit;
  }

  @Override
  void beginFrame(long frameLength, boolean isLast) throws WireException {
    if (frameLength > longestWire() - wireLength) {
      throw tooLong();
    }
    wireLength += frameLength;
    remaining = frameLength;
    isLastFrame = isLast;
  }

  /**
   * What cannot be compressed gets a little longer, most of all in many small pieces; a compressed
   * message that is twice as long as its content may be is none.
   */
  private long longestWire() {
    return compressed ? 2L * limit + FIRST_PIECE : limit;
  }

  @Override
  Incoming take(ByteBuffer in) throws WireException {
    int count = (int) Math.min(remaining, in.remaining());
    if (compressed) {
      int end = in.limit();
      inflater.add(in.limit(in.position() + count), isLastFrame && count == remaining);
      inflate();
      in.position(in.limit()).limit(end);
    } else {
      if (isLastFrame) {
        reserve(length + count, length + (int) remaining, WHOLE);
      } else {
        reserve(length + count, limit, FIRST_PIECE);
      }
      in.get(bytes, length, count);
      appended(count);
    }
    remaining -= count;
    return remaining == 0 && isLastFrame ? finish() : null;
  }

  /** Decompresses what was given, one byte further than allowed at most. */
  private void inflate() throws WireException {
    int piece = (int) Math.min(FIRST_PIECE, USUAL_RATIO * wireLength);
    int room;
    int count;
    do {
      reserve(length + 1, limit + 1, piece);
      room = bytes.length - length;
      count = inflater.inflate(bytes, length, room);
      if (count > limit - length) {
        throw tooLong();
      }
      appended(count);
    } while (count == room);
  }

  /** Grows with what has arrived, not with what was announced; by {@code piece} at least. */
  private void reserve(int needed, int announced, int piece) throws WireException {
    reserve(needed - length, Math.max(needed, Math.min(announced, Math.max(piece, doubled()))));
  }

  @Override
  boolean isFrameDone() {
    return remaining == 0;
  }

  @Override
  boolean isEndless() {
    return false;
  }

  @Override
  Incoming available() {
    return null;
  }

  private Incoming finish() throws WireException {
    checkEnd();
    byte[] data = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    bytes = NOTHING;
    length = 0;
    return new Incoming.Message(text, data);
  }

  private WireException tooLong() {
    return new WireException(1009, "a message is longer than " + limit + " bytes");
  }
}
