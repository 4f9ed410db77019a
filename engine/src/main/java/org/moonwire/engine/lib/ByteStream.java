package org.moonwire.engine.lib;

import java.io.IOException;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What stands behind a file of the library {@code io}: bytes in, bytes out, or both. Used by its
 * realm's thread of execution; closing may come from elsewhere.
 */
abstract class ByteStream implements AutoCloseable {
  static final int END = -1;

  /** How written bytes are kept back. */
  enum Buffering {
    NO,
    FULL,
    LINE
  }

  /**
   * A task begins to take what may come in pieces. True if others have to wait for {@link
   * #endReading}, which is then to follow.
   */
  boolean beginReading() {
    return false;
  }

  /** The task has what it wanted, or will not get it. From any thread. */
  void endReading() {}

  /** The next byte, which stays; {@link #END} if there is none. */
  abstract int peek() throws IOException;

  /** Takes the next byte, {@link #END} if there is none. */
  abstract int read() throws IOException;

  /** Takes up to {@code length} bytes that are at hand; at least one unless the end is reached. */
  int read(byte[] target, int from, int length) throws IOException {
    int b = read();
    if (b == END) {
      return END;
    }
    target[from] = (byte) b;
    return 1;
  }

  abstract void write(byte[] source, int from, int length) throws IOException;

  abstract void flush() throws IOException;

  /** Moves to {@code offset} from the start, the present position or the end; the new position. */
  long seek(Whence whence, long offset) throws IOException {
    throw new IOException(Failure.NOT_SEEKABLE.text());
  }

  /** Where {@link #seek} counts from. */
  enum Whence {
    SET,
    CUR,
    END
  }

  void setBuffering(Buffering buffering, int size) throws IOException {
    flush();
  }

  /** True for the standard files, which no script can close. */
  boolean isStandard() {
    return false;
  }

  /** Ends the stream; what {@code file:close()} returns. */
  Varargs finish() throws IOException {
    close();
    return LuaValue.TRUE;
  }

  @Override
  public abstract void close() throws IOException;
}
