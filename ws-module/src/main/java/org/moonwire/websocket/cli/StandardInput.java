package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Standard input, whose reads an interrupt ends: the system's cannot be, so a daemon thread makes
 * them, when somebody asks. Thread-safe.
 */
final class StandardInput extends InputStream {
  private static final int PIECE = 8192;

  private final InputStream source;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(StandardInput::daemon);

  // Guarded by this; the buffer is the thread's while a read is pending.
  private final byte[] buffer = new byte[PIECE];
  private int at;
  private int end;
  private boolean over;
  private CompletableFuture<Integer> pending;

  StandardInput(InputStream source) {
    this.source = source;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "moonwire-stdin");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    while (true) {
      CompletableFuture<Integer> coming;
      synchronized (this) {
        if (available() > 0 || over) {
          return take(target, from, count);
        }
        coming = pending();
      }
      await(coming);
    }
  }

  private int take(byte[] target, int from, int count) {
    if (at == end) {
      return -1;
    }
    int n = Math.min(count, end - at);
    System.arraycopy(buffer, at, target, from, n);
    at += n;
    return n;
  }

  /** A read that was interrupted goes on, and the next one waits for it. */
  private static void await(CompletableFuture<Integer> coming) throws IOException {
    try {
      coming.get();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      // Whoever takes what has come gets the error.
      return;
    }
  }

  private CompletableFuture<Integer> pending() {
    if (pending == null) {
      pending = CompletableFuture.supplyAsync(this::fetch, thread);
    }
    return pending;
  }

  private int fetch() {
    try {
      return source.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much can be read without waiting. */
  @Override
  public synchronized int available() throws IOException {
    if (pending != null && pending.isDone()) {
      CompletableFuture<Integer> come = pending;
      pending = null;
      try {
        int n = come.join();
        at = 0;
        end = Math.max(n, 0);
        over = n < 0;
      } catch (CompletionException e) {
        throw new IOException(e.getCause().getMessage(), e.getCause());
      }
    }
    return end - at;
  }

  /** Completes once a read need not wait, because there is something, the end or an error. */
  synchronized CompletableFuture<?> whenReady() {
    return at < end || over
        ? CompletableFuture.completedFuture(null)
        : pending().handle((n, thrown) -> null);
  }

  /** The next line without its end, as UTF-8; null at the end of the input. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = read();
    }
    String text = line.toString(UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Ends the thread, unless it hangs in a read: then it ends with the process. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
