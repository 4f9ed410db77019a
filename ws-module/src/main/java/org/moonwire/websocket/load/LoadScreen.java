package org.moonwire.websocket.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Where a load test is watched: on a terminal a line that changes, with what is printed above it;
 * elsewhere a line now and then, in the error stream. Thread-safe.
 */
public final class LoadScreen {
  private static final String ERASE = "\r\033[K";

  // A line that is longer than the terminal is wide would not be erased as a whole.
  private static final String CUT = "\033[?7l";
  private static final String WRAP = "\033[?7h";

  private final Writer out;
  private final Writer err;
  private final boolean terminal;

  /** What stands in the last line of the terminal. Guarded by this. */
  private String live = "";

  /**
   * Makes a screen.
   *
   * @param terminal whether {@code out} is one, which then shows errors as well
   */
  public LoadScreen(Writer out, Writer err, boolean terminal) {
    this.out = out;
    this.err = terminal ? out : err;
    this.terminal = terminal;
  }

  boolean isTerminal() {
    return terminal;
  }

  /** Shows how it goes. */
  synchronized void progress(String line) {
    if (terminal) {
      live = CUT + line + WRAP;
      write(out, ERASE + live);
    } else {
      write(err, line + "\n");
    }
  }

  /** Takes the line that changes away. */
  synchronized void endProgress() {
    if (!live.isEmpty()) {
      live = "";
      write(out, ERASE);
    }
  }

  /** Shows lines, each with its end. */
  synchronized void print(String lines) {
    write(out, above(lines));
  }

  /** Shows an error of one or more lines. */
  synchronized void complain(String lines) {
    write(err, above("moonwire load: " + lines.stripTrailing() + "\n"));
  }

  private String above(String lines) {
    return live.isEmpty() ? lines : ERASE + lines + (lines.endsWith("\n") ? live : "");
  }

  /** What scripts print to. */
  Writer writer() {
    return new Writer() {
      @Override
      public void write(char[] chars, int from, int count) {
        print(new String(chars, from, count));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static void write(Writer writer, String text) {
    try {
      writer.write(text);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
