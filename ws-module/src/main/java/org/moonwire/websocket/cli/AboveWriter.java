package org.moonwire.websocket.cli;

import java.io.Writer;
import org.jline.reader.LineReader;

/**
 * Writes to a terminal at which somebody may be typing: then whole lines only, above that line.
 * Thread-safe.
 */
final class AboveWriter extends Writer {
  private static final int MAX_PENDING = 8192;

  private final LineReader reader;
  private final String before;
  private final String after;

  /** The line that has no end yet; guarded by lock. */
  private final StringBuilder pending = new StringBuilder();

  /** Every piece stands between {@code before} and {@code after}, which set a colour or nothing. */
  AboveWriter(LineReader reader, String before, String after) {
    this.reader = reader;
    this.before = before;
    this.after = after;
  }

  @Override
  public void write(char[] chars, int from, int count) {
    synchronized (lock) {
      pending.append(chars, from, count);
      int end = pending.lastIndexOf("\n") + 1;
      if (end > 0 || pending.length() > MAX_PENDING) {
        put(end > 0 ? end : pending.length());
      }
    }
  }

  @Override
  public void flush() {
    synchronized (lock) {
      if (pending.length() > 0 && !reader.isReading()) {
        put(pending.length());
      }
    }
  }

  private void put(int end) {
    String text = before + pending.substring(0, end) + after;
    pending.delete(0, end);
    if (reader.isReading()) {
      reader.printAbove(text);
    } else {
      reader.getTerminal().writer().write(text);
      reader.getTerminal().flush();
    }
  }

  @Override
  public void close() {
    flush();
  }
}
