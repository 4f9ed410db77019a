package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file on disk, buffered as C's {@code stdio} does it. */
final class DiskStream extends ByteStream {
  private static final int BUFFER = 4096;

  private final FileChannel channel;
  private final boolean readable;
  private final boolean writable;
  private final boolean appends;

  /** What was read ahead, between {@code readAt} and {@code readEnd}. */
  private final byte[] ahead = new byte[BUFFER];

  private int readAt;
  private int readEnd;

  /** What is yet to be written. */
  private byte[] held = new byte[BUFFER];

  private int heldLength;
  private Buffering buffering = Buffering.FULL;

  private DiskStream(FileChannel channel, String mode) {
    this.channel = channel;
    boolean both = mode.indexOf('+') > 0;
    this.readable = mode.charAt(0) == 'r' || both;
    this.writable = mode.charAt(0) != 'r' || both;
    this.appends = mode.charAt(0) == 'a';
  }

  /** Opens a file in a mode of {@code io.open}, which is valid. */
  static DiskStream open(Path path, String mode) throws IOException {
    boolean both = mode.indexOf('+') > 0;
    List<OpenOption> options = new ArrayList<>();
    if (mode.charAt(0) == 'r' || both) {
      options.add(StandardOpenOption.READ);
    }
    if (mode.charAt(0) != 'r' || both) {
      options.add(StandardOpenOption.WRITE);
    }
    if (mode.charAt(0) != 'r') {
      options.add(StandardOpenOption.CREATE);
    }
    // The path is a real one: what has become a link since it was asked for is not followed.
    options.add(LinkOption.NOFOLLOW_LINKS);
    FileChannel channel = FileChannel.open(path, options.toArray(OpenOption[]::new));
    try {
      PolicyGate.recheck(path);
      if (mode.charAt(0) == 'w') {
        channel.truncate(0);
      }
      return new DiskStream(channel, mode);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** A file that is gone when it is closed. */
  static DiskStream temporary(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return new DiskStream(channel, "w+");
  }

  @Override
  int peek() throws IOException {
    return fill() ? ahead[readAt] & 0xff : END;
  }

  @Override
  int read() throws IOException {
    return fill() ? ahead[readAt++] & 0xff : END;
  }

  @Override
  int read(byte[] target, int from, int length) throws IOException {
    if (!fill()) {
      return END;
    }
    int n = Math.min(length, readEnd - readAt);
    System.arraycopy(ahead, readAt, target, from, n);
    readAt += n;
    return n;
  }

  private boolean fill() throws IOException {
    if (readAt < readEnd) {
      return true;
    }
    if (!readable) {
      throw new NonReadableChannelException();
    }
    flush();
    readAt = 0;
    readEnd = Math.max(0, channel.read(ByteBuffer.wrap(ahead)));
    return readEnd > 0;
  }

  @Override
  void write(byte[] source, int from, int length) throws IOException {
    if (!writable) {
      throw new NonWritableChannelException();
    }
    forgetAhead();
    if (length > held.length - heldLength) {
      flush();
    }
    if (length > held.length || buffering == Buffering.NO) {
      put(ByteBuffer.wrap(source, from, length));
      return;
    }
    System.arraycopy(source, from, held, heldLength, length);
    heldLength += length;
    if (buffering == Buffering.LINE && endsLine(source, from, length)) {
      flush();
    }
  }

  private static boolean endsLine(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Goes back to where reading is for the script. */
  private void forgetAhead() throws IOException {
    if (readAt < readEnd) {
      channel.position(channel.position() - (readEnd - readAt));
    }
    readAt = 0;
    readEnd = 0;
  }

  private void put(ByteBuffer bytes) throws IOException {
    if (appends) {
      channel.position(channel.size());
    }
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  @Override
  void flush() throws IOException {
    int n = heldLength;
    heldLength = 0;
    if (n > 0) {
      put(ByteBuffer.wrap(held, 0, n));
    }
  }

  @Override
  long seek(Whence whence, long offset) throws IOException {
    flush();
    forgetAhead();
    long base =
        switch (whence) {
          case SET -> 0;
          case CUR -> channel.position();
          case END -> channel.size();
        };
    if (base + offset < 0) {
      throw new IOException(Failure.INVALID.text());
    }
    channel.position(base + offset);
    return base + offset;
  }

  @Override
  void setBuffering(Buffering newBuffering, int size) throws IOException {
    flush();
    buffering = newBuffering;
    held = new byte[Math.max(1, Math.min(size, 1 << 20))];
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    try {
      if (channel.isOpen()) {
        flush();
      }
    } finally {
      channel.close();
    }
  }
}
