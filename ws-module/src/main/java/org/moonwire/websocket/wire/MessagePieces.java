package org.moonwire.websocket.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hands a message on in pieces, as its bytes arrive: a piece is what was there, up to a limit, and
 * has nothing to do with the peer's frames. The pieces of a text are cut between characters.
 */
final class MessagePieces extends Payloads {
  /** The longest character of UTF-8, which a piece must be able to hold. */
  private static final int MIN_LIMIT = 4;

  private final int limit;
  private boolean isFirst;

  /** Whether the inflater may have more of what it was given. */
  private boolean isInflating;

  MessagePieces(int limit, MessageInflater inflater) {
    super(inflater);
    this.limit = Math.max(MIN_LIMIT, limit);
  }

  @Override
  void beginMessage(boolean isText, boolean isCompressed) {
    super.beginMessage(isText, isCompressed);
    isFirst = true;
  }

  @Override
  void beginFrame(long frameLength, boolean isLast) {
    // Of frames that claim to be longer than all the world's data, the sum means nothing.
    wireLength = Math.max(wireLength, wireLength + frameLength);
    remaining = frameLength;
    isLastFrame = isLast;
  }

  @Override
  Incoming take(ByteBuffer in) throws WireException {
    if (remaining > 0 && !in.hasRemaining() && !isInflating) {
      return null;
    }
    if (compressed) {
      inflate(in);
    } else {
      copy(in);
    }
    if (isFrameDone() && isLastFrame) {
      return finish();
    }
    return length == limit ? cut() : null;
  }

  private void copy(ByteBuffer in) throws WireException {
    int count = (int) Math.min(remaining, Math.min(in.remaining(), limit - length));
    reserve(count, Math.min(limit, Math.max(length + count, Math.max(FIRST_PIECE, doubled()))));
    in.get(bytes, length, count);
    appended(count);
    remaining -= count;
  }

  /** Decompresses what was given until the piece is full. */
  private void inflate(ByteBuffer in) throws WireException {
    int end = in.limit();
    int before = in.position();
    int given = (int) Math.min(remaining, in.remaining());
    in.limit(before + given);
    if (given > 0 || !isInflating) {
      inflater.add(in, isLastFrame && given == remaining);
    }
    do {
      reserve(1, Math.min(limit, Math.max(FIRST_PIECE, doubled())));
      int room = bytes.length - length;
      int count = inflater.inflate(bytes, length, room);
      appended(count);
      isInflating = count == room;
    } while (isInflating && length < limit);
    if (!isInflating) {
      in.position(in.limit());
    }
    inflater.detach();
    remaining -= in.position() - before;
    in.limit(end);
  }

  @Override
  boolean isFrameDone() {
    return remaining == 0 && !isInflating;
  }

  @Override
  boolean isEndless() {
    return true;
  }

  @Override
  Incoming available() {
    return length > utf8.unfinished() ? cut() : null;
  }

  /** What there is but for a character that is not complete. */
  private Incoming cut() {
    int kept = text ? utf8.unfinished() : 0;
    int count = length - kept;
    byte[] data;
    if (kept == 0 && count == bytes.length) {
      data = bytes;
      bytes = NOTHING;
    } else {
      data = Arrays.copyOf(bytes, count);
      System.arraycopy(bytes, count, bytes, 0, kept);
    }
    length = kept;
    return piece(data, false);
  }

  private Incoming finish() throws WireException {
    checkEnd();
    byte[] data = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    bytes = NOTHING;
    length = 0;
    return piece(data, true);
  }

  private Incoming piece(byte[] data, boolean isLast) {
    boolean first = isFirst;
    isFirst = false;
    return new Incoming.Piece(text, data, first, isLast);
  }
}
