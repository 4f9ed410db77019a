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
  // Both written by the one thread whose turn it is to look.
  private volatile String known;
  private volatile String seen;

  FileWatch(Path path, LongSupplier clock) {
    this.path = path;
    this.clock = clock;
    this.checkedAt = new AtomicLong(clock.getAsLong());
    this.known = version();
    this.seen = known;
  }

  /** Returns, to one caller, that the file is another than the last time this was true. */
  boolean hasChanged() {
    long now = clock.getAsLong();
    long last = checkedAt.get();
    if (now - last < INTERVAL_NANOS || !checkedAt.compareAndSet(last, now)) {
      return false;
    }
    String version = version();
    boolean settled = version.equals(seen);
    seen = version;
    if (!settled || version.equals(known)) {
      return false;
    }
    known = version;
    return true;
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
