package org.moonwire.engine.lib;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Run;
import org.moonwire.engine.core.Task;

/** One end of a pipe to a process that {@code io.popen} started. */
final class PipeStream extends ByteStream {
  /** How many seconds a process may take to read the rest when its file is collected. */
  private static final int CLOSE_TIMEOUT_SECONDS = 2;

  private final Process process;
  private final InputStream in;
  private final OutputStream out;

  /** The run that ends the process when it is stopped; null outside of one. */
  private final Run run;

  private final Runnable kill;

  private PipeStream(Process process, boolean reads, Run run) {
    this.process = process;
    this.run = run;
    this.kill = () -> ProcessCalls.kill(process);
    if (run != null) {
      run.whenStopped(kill);
    }
    this.in = reads ? new BufferedInputStream(process.getInputStream()) : null;
    this.out = reads ? null : process.getOutputStream();
  }

  static PipeStream open(String command, boolean reads) throws IOException {
    ProcessBuilder builder = Shell.builder(command);
    if (reads) {
      builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    } else {
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }
    Process process = builder.start();
    Task task = Task.current();
    return new PipeStream(process, reads, task == null ? null : task.run());
  }

  @Override
  int peek() throws IOException {
    input().mark(1);
    int b = read();
    in.reset();
    return b;
  }

  @Override
  int read() throws IOException {
    return input().available() > 0 ? in.read() : ProcessCalls.await(process, in::read);
  }

  @Override
  int read(byte[] target, int from, int length) throws IOException {
    return input().available() > 0
        ? in.read(target, from, length)
        : ProcessCalls.await(process, () -> in.read(target, from, length));
  }

  private InputStream input() {
    if (in == null) {
      throw new NonReadableChannelException();
    }
    return in;
  }

  @Override
  void write(byte[] source, int from, int length) throws IOException {
    if (out == null) {
      throw new NonWritableChannelException();
    }
    ProcessCalls.await(
        process,
        () -> {
          out.write(source, from, length);
          return null;
        });
  }

  @Override
  void flush() throws IOException {
    if (out != null) {
      ProcessCalls.await(
          process,
          () -> {
            out.flush();
            return null;
          });
    }
  }

  @Override
  Varargs finish() throws IOException {
    ProcessCalls.await(
        process,
        () -> {
          closePipe();
          return null;
        });
    int code = Shell.await(process);
    forget();
    return Shell.outcome(code);
  }

  /** A run that starts processes for days must not keep those that have ended. */
  private void forget() {
    if (run != null) {
      run.forget(kill);
    }
  }

  private void closePipe() throws IOException {
    if (in != null) {
      in.close();
    } else {
      out.close();
    }
  }

  @Override
  public void close() throws IOException {
    Executor late = CompletableFuture.delayedExecutor(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    late.execute(kill);
    try {
      closePipe();
    } finally {
      kill.run();
      forget();
    }
  }
}
