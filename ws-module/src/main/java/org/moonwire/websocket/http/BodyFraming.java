package org.moonwire.websocket.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * Finds the body of a response among the bytes that follow its head (RFC 9112, sections 6.3 and 7):
 * by chunks whatever length is given beside them, by a length, or up to the end of the connection,
 * which has this one response only. Not thread-safe.
 */
final class BodyFraming {
  private static final int MAX_LINE = 4096;
  private static final int MAX_TRAILERS = 64 * 1024;
  private static final Pattern CHUNK_LINE =
      Pattern.compile("([0-9A-Fa-f]{1,15})[ \t]*(;[^\0\r\n]*)?\r");
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private enum State {
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER,
    LENGTH,
    UNTIL_CLOSE,
    DONE
  }

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private State state;

  /** Bytes to come of the body or of the chunk. */
  private long left;

  private int trailerBytes;

  /**
   * Begins behind a head.
   *
   * @throws IOException if the head gives several lengths, or a coding that is not {@code chunked}
   */
  BodyFraming(ResponseHead head, String method) throws IOException {
    List<String> codings = head.values("transfer-encoding");
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      state = State.DONE;
    } else if (!codings.isEmpty()) {
      if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
        throw new IOException(
            "the transfer encoding " + shown(String.join(", ", codings)) + " is not supported");
      }
      state = State.CHUNK_SIZE;
    } else if (head.values("content-length").isEmpty()) {
      state = State.UNTIL_CLOSE;
    } else {
      left = head.contentLength();
      if (left < 0) {
        throw new IOException(
            "the length " + shown(String.join(", ", head.values("content-length"))) + " is none");
      }
      state = left == 0 ? State.DONE : State.LENGTH;
    }
  }

  private static String shown(String text) {
    String start = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return "`" + start.replaceAll("[^ -~]", "?") + "`";
  }

  /** How long the body is as far as its head says, -1 if it does not. */
  long announced() {
    return state == State.LENGTH ? left : -1;
  }

  /** True once the body has ended. */
  boolean isDone() {
    return state == State.DONE;
  }

  /**
   * The next bytes of the body that are in {@code in}, none if it has run out; valid as long as
   * that does not change.
   *
   * @throws IOException if the chunks are not what they should be
   */
  ByteBuffer next(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      switch (state) {
        case DONE -> {
          return NOTHING;
        }
        case UNTIL_CLOSE -> {
          return slice(in, in.remaining());
        }
        case LENGTH, CHUNK_DATA -> {
          ByteBuffer data = slice(in, (int) Math.min(left, in.remaining()));
          left -= data.remaining();
          if (left == 0) {
            state = state == State.LENGTH ? State.DONE : State.CHUNK_END;
          }
          return data;
        }
        default -> {
          byte b = in.get();
          if (b == '\n') {
            endLine();
          } else {
            add(b);
          }
        }
      }
    }
    return NOTHING;
  }

  private static ByteBuffer slice(ByteBuffer in, int length) {
    ByteBuffer data = in.slice(in.position(), length);
    in.position(in.position() + length);
    return data;
  }

  private void add(byte b) throws IOException {
    line.write(b);
    if (line.size() > MAX_LINE || (state == State.TRAILER && ++trailerBytes > MAX_TRAILERS)) {
      throw new IOException("a line of the chunked body is too long");
    }
  }

  private void endLine() throws IOException {
    String text = line.toString(ISO_8859_1);
    line.reset();
    Matcher size = CHUNK_LINE.matcher(text);
    if (state == State.CHUNK_END && text.equals("\r")) {
      state = State.CHUNK_SIZE;
    } else if (state == State.CHUNK_SIZE && size.matches()) {
      left = Long.parseLong(size.group(1), 16);
      state = left == 0 ? State.TRAILER : State.CHUNK_DATA;
    } else if (state == State.TRAILER && text.endsWith("\r")) {
      state = text.length() == 1 ? State.DONE : State.TRAILER;
    } else {
      throw new IOException("a chunk of the body begins with " + shown(text.strip()));
    }
  }

  /**
   * The connection has ended.
   *
   * @throws IOException if the body has not
   */
  void ended() throws IOException {
    if (state != State.DONE && state != State.UNTIL_CLOSE) {
      throw new IOException("the server closed the connection within the body");
    }
    state = State.DONE;
  }
}
