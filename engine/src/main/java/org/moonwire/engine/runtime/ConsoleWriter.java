package org.moonwire.engine.runtime;

import java.io.OutputStream;
import java.io.PrintWriter;

/** Writes to a stream of the process, which hosts that close the writers of engines leave open. */
final class ConsoleWriter extends PrintWriter {
  ConsoleWriter(OutputStream stream) {
    super(stream, true);
  }

  @Override
  public void close() {
    flush();
  }
}
