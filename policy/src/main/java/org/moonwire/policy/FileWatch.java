package org.moonwire.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Notices that a file has changed, by looking at it at most once a second on a thread of whoever
 * asks. A change counts when the file looked the same twice, so that one that is still being
 * written is left alone. Thread-safe; nobody waits for another.
 */
final class FileWatch {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final Path path;
  private final LongSupplier clock;
  private final AtomicLong checkedAt;
  // Written by whoever deals with a change.
  private volatile String known;
  // Written by the one thread whose turn it is to look.
  private volatile String seen;

  FileWatch(Path path, LongSupplier clock) {
    this.path = path;
    this.clock = clock;
    this.checkedAt = new AtomicLong(clock.getAsLong());
    this.known = version();
    this.seen = known;
  }

  /**
   * Returns, to one caller a second, the version of the file if it is another than the one that was
   * accepted last; null otherwise.
   */
  String change() {
    long now = clock.getAsLong();
    long last = checkedAt.get();
    if (now - last < INTERVAL_NANOS || !checkedAt.compareAndSet(last, now)) {
      return null;
    }
    String version = version();
    boolean settled = version.equals(seen);
    seen = version;
    return settled && !version.equals(known) ? version : null;
  }

  /** Notes that the version has been dealt with. Until then it is reported again. */
  void accept(String version) {
    known = version;
  }

  private String version() {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return a.lastModifiedTime() + " " + a.size() + " " + a.fileKey();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
