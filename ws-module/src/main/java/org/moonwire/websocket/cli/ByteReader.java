package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CompletableFuture;
import org.moonwire.engine.module.AwaitableInput;

/** A source of bytes for scripts, which see them as they are; as text it is UTF-8. */
final class ByteReader extends Reader implements ReadableByteChannel, AwaitableInput {
  private final InputStream in;
  private final Reader text;
  private volatile boolean closed;

  ByteReader(InputStream in) {
    this.in = in;
    this.text = new InputStreamReader(in, UTF_8);
  }

  static ByteReader of(byte[] bytes) {
    return new ByteReader(new ByteArrayInputStream(bytes));
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    byte[] bytes = new byte[target.remaining()];
    int n = in.read(bytes);
    if (n > 0) {
      target.put(bytes, 0, n);
    }
    return n;
  }

  @Override
  public int read(char[] chars, int from, int count) throws IOException {
    return text.read(chars, from, count);
  }

  @Override
  public CompletableFuture<?> whenReady() {
    return in instanceof StandardInput input
        ? input.whenReady()
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** The stream belongs to the process. */
  @Override
  public void close() {
    closed = true;
  }
}
