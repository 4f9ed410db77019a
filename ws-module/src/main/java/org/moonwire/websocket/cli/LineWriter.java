package org.moonwire.websocket.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * A standard stream as scripts write it: bytes as they are, text in UTF-8 whatever the locale of
 * the terminal says. Passes every finished line on at once, so that who watches a script sees it
 * work. Thread-safe.
 */
final class LineWriter extends Writer implements WritableByteChannel {
  private final OutputStream out;

  /** The first half of a character whose second half has yet to come. Guarded by the lock. */
  private String half = "";

  private volatile boolean closed;

  LineWriter(OutputStream out) {
    this.out = out;
  }

  static LineWriter of(FileDescriptor descriptor) {
    return new LineWriter(new BufferedOutputStream(new FileOutputStream(descriptor)));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    synchronized (lock) {
      write(bytes);
    }
    return bytes.length;
  }

  @Override
  public void write(char[] chars, int from, int count) throws IOException {
    synchronized (lock) {
      String text = half + new String(chars, from, count);
      int last = text.length() - 1;
      boolean complete = last < 0 || !Character.isHighSurrogate(text.charAt(last));
      half = complete ? "" : text.substring(last);
      write((complete ? text : text.substring(0, last)).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    for (byte b : bytes) {
      if (b == '\n') {
        out.flush();
        return;
      }
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (lock) {
      out.flush();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    flush();
  }
}
