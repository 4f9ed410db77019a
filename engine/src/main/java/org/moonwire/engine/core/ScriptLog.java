package org.moonwire.engine.core;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;

/**
 * Writes what scripts say to a log of the host. A text is one line, whatever is in it: control
 * characters are quoted and long texts cut. Of the lines of ten seconds only so many are written;
 * the others are counted, and the count is written before the next line. Thread-safe.
 */
public final class ScriptLog {
  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final int MAX_LENGTH = 2_000;

  private final Logger log;
  private final int maxLines;
  private final LongSupplier clock;
  // Guarded by this.
  private long windowStart;
  private int written;
  private long leftOut;

  /** Makes a log that writes at most {@code maxLines} lines in ten seconds. */
  public ScriptLog(Logger log, int maxLines) {
    this(log, maxLines, System::nanoTime);
  }

  ScriptLog(Logger log, int maxLines, LongSupplier clock) {
    this.log = log;
    this.maxLines = maxLines;
    this.clock = clock;
    this.windowStart = clock.getAsLong();
  }

  /** Writes a line, and returns it as it was written; null if it was left out. */
  public String write(Level level, String text) {
    if (!admits()) {
      return null;
    }
    String line = quote(text);
    log.log(level, line);
    return line;
  }

  private boolean admits() {
    long missing;
    synchronized (this) {
      long now = clock.getAsLong();
      if (now - windowStart < WINDOW_NANOS && written >= maxLines) {
        leftOut++;
        return false;
      }
      if (now - windowStart >= WINDOW_NANOS) {
        windowStart = now;
        written = 0;
      }
      written++;
      missing = leftOut;
      leftOut = 0;
    }
    tell(missing);
    return true;
  }

  /** Says how many lines were left out since it was last said. */
  public void close() {
    long missing;
    synchronized (this) {
      missing = leftOut;
      leftOut = 0;
    }
    tell(missing);
  }

  private void tell(long missing) {
    if (missing > 0) {
      log.log(Level.WARNING, missing + " lines of scripts were not logged, there were too many");
    }
  }

  /** Returns the text in one line, cut after 2,000 characters. */
  public static String quote(String text) {
    int end = Math.min(text.length(), MAX_LENGTH);
    StringBuilder line = new StringBuilder(end + 3);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (breaks(c)) {
        line.append(escape(c));
      } else {
        line.append(c);
      }
    }
    return line.append(end < text.length() ? "..." : "").toString();
  }

  /** Whether terminals and viewers may take the character for the end of a line or a command. */
  private static boolean breaks(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\t";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}
