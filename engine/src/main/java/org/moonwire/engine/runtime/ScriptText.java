package org.moonwire.engine.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.moonwire.engine.core.Poll;

/** The text of a script from a Reader of the host, which may never end. */
final class ScriptText {
  private static final int CHUNK = 8192;

  private ScriptText() {}

  /**
   * All that {@code source} gives, polled between two reads; a read that blocks is not interrupted.
   *
   * @throws UncheckedIOException if it cannot be read, or is longer than {@code maxLength}
   *     characters, or bytes where it gives those
   */
  static byte[] read(Reader source, long maxLength) {
    try {
      return source instanceof ReadableByteChannel bytes
          ? bytes(bytes, maxLength)
          : text(source, maxLength).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Reader source, long maxLength) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] chunk = new char[CHUNK];
    for (int n = source.read(chunk); n >= 0; n = source.read(chunk)) {
      check(text.length() + (long) n, maxLength);
      text.append(chunk, 0, n);
    }
    return text.toString();
  }

  private static byte[] bytes(ReadableByteChannel source, long maxLength) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (int n = source.read(chunk); n >= 0; n = source.read(chunk)) {
      check(all.size() + (long) n, maxLength);
      all.write(chunk.array(), 0, n);
      chunk.clear();
    }
    return all.toByteArray();
  }

  private static void check(long length, long maxLength) throws IOException {
    Poll.check();
    if (length > maxLength) {
      throw new IOException(
          "it is longer than the " + maxLength + " bytes that `maxString` allows");
    }
  }
}
