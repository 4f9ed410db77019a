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
import java.util.Locale;

/**
 * A standard stream as scripts write it: bytes as they are, text in UTF-8 whatever the locale of
 * the terminal says. Passes every finished line on at once, so that who watches a script sees it
 * work. When nobody reads any more ({@code moonwire script.lua | head}), says so once. Thread-safe.
 */
final class LineWriter extends Writer implements WritableByteChannel {
  private final OutputStream out;
  private final Runnable whenBroken;

  /** The first half of a character whose second half has yet to come. Guarded by the lock. */
  private String half = "";

  /** Guarded by the lock. */
  private boolean broken;

  private volatile boolean closed;

  LineWriter(OutputStream out, Runnable whenBroken) {
    this.out = out;
    this.whenBroken = whenBroken;
  }

  static LineWriter of(FileDescriptor descriptor) {
    return of(descriptor, () -> {});
  }

  /** The action runs once, in the thread whose output found no reader. */
  static LineWriter of(FileDescriptor descriptor, Runnable whenBroken) {
    return new LineWriter(new BufferedOutputStream(new FileOutputStream(descriptor)), whenBroken);
  }

  /** Whether the reader is gone. */
  boolean isBroken() {
    synchronized (lock) {
      return broken;
    }
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
    try {
      out.write(bytes);
      for (byte b : bytes) {
        if (b == '\n') {
          out.flush();
          return;
        }
      }
    } catch (IOException e) {
      noteFailure(e);
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (lock) {
      try {
        out.flush();
      } catch (IOException e) {
        noteFailure(e);
        throw e;
      }
    }
  }

  /** The JDK has no type for it: "Broken pipe" on POSIX, "The pipe is being closed" on Windows. */
  private void noteFailure(IOException e) {
    boolean pipe = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    if (pipe && !broken) {
      broken = true;
      whenBroken.run();
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
