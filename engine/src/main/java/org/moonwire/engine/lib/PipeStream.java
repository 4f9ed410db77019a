package org.moonwire.engine.lib;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import org.luaj.vm2.Varargs;

/** One end of a pipe to a process that {@code io.popen} started. */
final class PipeStream extends ByteStream {
  private final Process process;
  private final InputStream in;
  private final OutputStream out;

  private PipeStream(Process process, boolean reads) {
    this.process = process;
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
    return new PipeStream(builder.start(), reads);
  }

  @Override
  int peek() throws IOException {
    input().mark(1);
    int b = in.read();
    in.reset();
    return b;
  }

  @Override
  int read() throws IOException {
    return input().read();
  }

  @Override
  int read(byte[] target, int from, int length) throws IOException {
    return input().read(target, from, length);
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
    out.write(source, from, length);
  }

  @Override
  void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  @Override
  Varargs finish() throws IOException {
    closePipe();
    return Shell.outcome(Shell.await(process));
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
    try {
      closePipe();
    } finally {
      process.destroy();
    }
  }
}
