package org.moonwire.engine.runtime;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.moonwire.engine.core.Poll;

/** The text of a script from a Reader of the host, which may never end. */
final class ScriptText {
  private static final int CHUNK = 8192;

  private ScriptText() {}

  /**
   * All that {@code source} gives, polled between two reads; a read that blocks is not interrupted.
   *
   * @throws UncheckedIOException if it cannot be read, or is longer than {@code maxLength}
   *     characters
   */
  static String read(Reader source, long maxLength) {
    StringBuilder text = new StringBuilder();
    char[] chunk = new char[CHUNK];
    try {
      for (int n = source.read(chunk); n >= 0; n = source.read(chunk)) {
        Poll.check();
        if (text.length() + (long) n > maxLength) {
          throw new IOException(
              "it is longer than the " + maxLength + " bytes that `maxString` allows");
        }
        text.append(chunk, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
