package org.moonwire.policy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Notices that the content of a file has changed, by reading it at most once a second on a thread
 * of whoever asks. Size and time do not tell: both may be the same, and a link may lead elsewhere.
 * A change counts when two reads in a row found the same, so that a file that is still being
 * written is left alone. All but {@link #isDue} is guarded by the lock of its {@link PolicyFile}.
 */
final class FileWatch {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final Path path;
  private final LongSupplier clock;
  // Read by anyone.
  private volatile long lookedAt;
  private byte[] known;
  private byte[] seen;

  /** Starts with what the file contains now. */
  FileWatch(Path path, LongSupplier clock) {
    this.path = path;
    this.clock = clock;
    this.lookedAt = clock.getAsLong();
    this.known = PlainFile.read(path);
    this.seen = known;
  }

  /** Returns whether the last look is a second ago. */
  boolean isDue() {
    return clock.getAsLong() - lookedAt >= INTERVAL_NANOS;
  }

  /** Returns what was accepted last. */
  byte[] known() {
    return known;
  }

  /**
   * Looks at the file and returns its content if it is another than was accepted last, null
   * otherwise.
   *
   * @throws PolicyLoadException if it cannot be read
   */
  byte[] change() {
    lookedAt = clock.getAsLong();
    byte[] content = PlainFile.read(path);
    if (!Arrays.equals(content, seen)) {
      seen = content;
      return null;
    }
    return Arrays.equals(seen, known) ? null : seen;
  }

  /** Notes that the content has been dealt with. Until then it is reported again. */
  void accept(byte[] content) {
    known = content;
    seen = content;
  }
}
