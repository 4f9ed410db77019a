package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Locale;

/**
 * The beginning of the body that follows a response head, delimited as RFC 9112, section 6.3 says:
 * by chunks, by a length, or by the end of the connection. Keeps 1 KiB. Not thread-safe.
 */
public final class RefusalBody {
  /** How much is kept: an error in JSON fits, and of a page it is enough to know it by. */
  private static final int MAX_BYTES = 1024;

  private final ByteBuffer kept = ByteBuffer.allocate(MAX_BYTES);
  private final boolean chunked;

  /** Bytes to come of the body, or of the chunk; without end for a body that has no length. */
  private long left;

  private State state;

  /** The digits of a chunk's size so far. */
  private long size;

  private enum State {
    /** In the line that begins a chunk, before the end of its size. */
    SIZE,
    /** Behind the size, up to the end of the line. */
    EXTENSION,
    /** In the bytes of a chunk or of the body. */
    DATA,
    /** Between the bytes of a chunk and the next line. */
    CHUNK_END,
    /** Nothing follows that is wanted. */
    DONE
  }

  /** Makes the body of the response with this head, which is neither 1xx nor an upgrade. */
  public RefusalBody(ResponseHead head) {
    List<String> codings = head.values("transfer-encoding");
    String last = codings.isEmpty() ? "" : codings.get(codings.size() - 1);
    chunked = last.toLowerCase(Locale.ROOT).matches("(.*,)?\\s*chunked");
    long length = codings.isEmpty() ? head.contentLength() : -1;
    left = length < 0 ? Long.MAX_VALUE : length;
    boolean none = head.status() == 204 || head.status() == 304 || left == 0;
    state = none ? State.DONE : chunked ? State.SIZE : State.DATA;
  }

  /** Takes all bytes; returns true once nothing that follows is wanted. */
  public boolean take(ByteBuffer in) {
    while (in.hasRemaining() && !isDone()) {
      take(in.get());
    }
    in.position(in.limit());
    return isDone();
  }

  /** Returns true if nothing that follows is wanted. */
  public boolean isDone() {
    return state == State.DONE || !kept.hasRemaining();
  }

  private void take(byte b) {
    switch (state) {
      case DATA -> data(b);
      case SIZE -> size(b);
      case EXTENSION -> state = b != '\n' ? State.EXTENSION : begun();
      case CHUNK_END -> state = b == '\n' ? State.SIZE : State.CHUNK_END;
      default -> throw new AssertionError(state);
    }
  }

  private void data(byte b) {
    kept.put(b);
    left--;
    if (left == 0) {
      size = 0;
      state = chunked ? State.CHUNK_END : State.DONE;
    }
  }

  private void size(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0 && size <= Integer.MAX_VALUE) {
      size = size * 16 + digit;
    } else if (b == '\n') {
      state = begun();
    } else {
      // What is no size ends at the next line as 0 does, which is the end.
      state = State.EXTENSION;
    }
  }

  private State begun() {
    left = size;
    return size == 0 ? State.DONE : State.DATA;
  }

  /** Returns what was kept, as UTF-8; a character that was cut off at the end is left out. */
  public String text() {
    ByteBuffer bytes = kept.duplicate().flip();
    CharBuffer text = CharBuffer.allocate(MAX_BYTES);
    UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .onUnmappableCharacter(CodingErrorAction.REPLACE)
        .decode(bytes, text, false);
    return text.flip().toString();
  }
}
