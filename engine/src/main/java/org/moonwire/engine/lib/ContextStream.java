package org.moonwire.engine.lib;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.moonwire.engine.core.Run;
import org.moonwire.engine.core.Task;

/**
 * A standard file: the reader or a writer of the ScriptContext that the running script was given.
 * One that is a channel of bytes, too, has the bytes as they are; another one has UTF-8.
 */
final class ContextStream extends ByteStream {
  private static final int PIECE = 8192;

  private final Function<Run, Reader> reader;
  private final Function<Run, Writer> writer;

  /** The bytes of the last characters read, from {@code at} on. */
  private byte[] ahead = {};

  private int at;
  private final char[] characters = new char[PIECE];
  private char pendingHigh;

  /** Bytes of a character that is not complete yet. */
  private final ByteBuffer incoming = ByteBuffer.allocate(PIECE);

  private final CharBuffer outgoing = CharBuffer.allocate(PIECE);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private ContextStream(Function<Run, Reader> reader, Function<Run, Writer> writer) {
    this.reader = reader;
    this.writer = writer;
  }

  static ContextStream in() {
    return new ContextStream(Run::in, run -> null);
  }

  static ContextStream out() {
    return new ContextStream(run -> null, Run::out);
  }

  static ContextStream err() {
    return new ContextStream(run -> null, Run::err);
  }

  private static Run run() {
    Task task = Task.current();
    return task == null ? null : task.run();
  }

  @Override
  int peek() throws IOException {
    return fill() ? ahead[at] & 0xff : END;
  }

  @Override
  int read() throws IOException {
    return fill() ? ahead[at++] & 0xff : END;
  }

  private boolean fill() throws IOException {
    if (at < ahead.length) {
      return true;
    }
    Run run = run();
    Reader in = run == null ? null : reader.apply(run);
    if (in instanceof ReadableByteChannel bytes) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      int count = Math.max(bytes.read(piece), 0);
      ahead = Arrays.copyOf(piece.array(), count);
      at = 0;
      return count > 0;
    }
    int from = 0;
    if (pendingHigh != 0) {
      characters[from++] = pendingHigh;
      pendingHigh = 0;
    }
    int n = in == null ? END : in.read(characters, from, PIECE - from);
    int end = from + Math.max(n, 0);
    if (n > 0 && Character.isHighSurrogate(characters[end - 1])) {
      pendingHigh = characters[--end];
      if (end == 0) {
        return fill();
      }
    }
    ahead = new String(characters, 0, end).getBytes(StandardCharsets.UTF_8);
    at = 0;
    return end > 0;
  }

  @Override
  void write(byte[] source, int from, int length) throws IOException {
    Run run = run();
    Writer out = run == null ? null : writer.apply(run);
    if (out instanceof WritableByteChannel bytes) {
      write(bytes, source, from, length);
      out.flush();
      return;
    }
    int done = 0;
    while (done < length) {
      int n = Math.min(incoming.remaining(), length - done);
      incoming.put(source, from + done, n);
      done += n;
      incoming.flip();
      decoder.decode(incoming, outgoing, false);
      incoming.compact();
      outgoing.flip();
      if (out != null) {
        out.write(outgoing.array(), 0, outgoing.limit());
      }
      outgoing.clear();
    }
    if (out != null) {
      out.flush();
    }
  }

  static void write(WritableByteChannel out, byte[] source, int from, int length)
      throws IOException {
    ByteBuffer left = ByteBuffer.wrap(source, from, length);
    while (left.hasRemaining()) {
      int unused = out.write(left);
    }
  }

  @Override
  void flush() throws IOException {
    Run run = run();
    Writer out = run == null ? null : writer.apply(run);
    if (out != null) {
      out.flush();
    }
  }

  @Override
  boolean isStandard() {
    return true;
  }

  @Override
  public void close() {
    // Reader and writers belong to the host.
  }
}
