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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Resumption;
import org.moonwire.engine.core.Run;
import org.moonwire.engine.core.Suspending;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.AwaitableInput;

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
  private char pendingHigh;

  /**
   * Those who wait for their turn to read, in order; empty while nobody reads. Guarded by itself.
   */
  private final Deque<CompletableFuture<Void>> turns = new ArrayDeque<>(0);

  /** Whether a task is reading from an input that it may have to wait for. Guarded by turns. */
  private boolean busy;

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

  /** True if there is something to read; otherwise waits for it, and other tasks run meanwhile. */
  private static final class Waiting extends Suspending {
    private final AwaitableInput input;

    Waiting(AwaitableInput input) {
      super("read");
      this.input = input;
    }

    @Override
    protected Varargs start(Task task, Varargs args) {
      CompletableFuture<?> ready = input.whenReady();
      if (ready.isDone()) {
        return LuaValue.TRUE;
      }
      Resumption waiting =
          task.suspend(
              () -> {
                boolean unused = ready.cancel(false);
              });
      Realm realm = task.realm();
      // What comes is from outside of the script: waiting for it is no deadlock.
      realm.hold();
      CompletableFuture<?> unused =
          ready.whenComplete(
              (nothing, thrown) -> {
                waiting.resume(LuaValue.FALSE);
                realm.release();
              });
      return null;
    }
  }

  /** Only where other tasks may run before a line is complete. */
  @Override
  boolean beginReading() {
    Run run = run();
    if (run == null || !(reader.apply(run) instanceof AwaitableInput)) {
      return false;
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (turns) {
      if (!busy) {
        busy = true;
        return true;
      }
      turns.removeIf(CompletableFuture::isCancelled);
      turns.add(turn);
    }
    try {
      Varargs unused = new Waiting(() -> turn).invoke(LuaValue.NONE);
      return true;
    } catch (RuntimeException e) {
      boolean given = !turn.cancel(false);
      if (given) {
        endReading();
      }
      throw e;
    }
  }

  @Override
  void endReading() {
    synchronized (turns) {
      CompletableFuture<Void> next = turns.poll();
      while (next != null && !next.complete(null)) {
        next = turns.poll();
      }
      busy = next != null;
    }
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
    if (in == null) {
      return false;
    }
    if (in instanceof AwaitableInput input) {
      // Another task may read while this one waits: all, or a part.
      boolean ready = false;
      while (!ready && at == ahead.length) {
        ready = new Waiting(input).invoke(LuaValue.NONE).arg1().toboolean();
      }
      if (at < ahead.length) {
        return true;
      }
    }
    ahead = in instanceof ReadableByteChannel bytes ? bytes(bytes) : text(in);
    at = 0;
    return ahead.length > 0;
  }

  private static byte[] bytes(ReadableByteChannel in) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    int count = in.read(piece);
    return Arrays.copyOf(piece.array(), Math.max(count, 0));
  }

  private byte[] text(Reader in) throws IOException {
    char[] piece = new char[PIECE];
    StringBuilder text = new StringBuilder();
    do {
      int count = in.read(piece);
      if (pendingHigh != 0) {
        text.append(pendingHigh);
        pendingHigh = 0;
      }
      if (count <= 0) {
        break;
      }
      text.append(piece, 0, count);
      if (Character.isHighSurrogate(text.charAt(text.length() - 1))) {
        pendingHigh = text.charAt(text.length() - 1);
        text.setLength(text.length() - 1);
      }
    } while (text.isEmpty());
    return text.toString().getBytes(StandardCharsets.UTF_8);
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
