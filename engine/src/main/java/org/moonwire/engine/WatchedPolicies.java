package org.moonwire.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.moonwire.policy.PolicyFile;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.policy.PolicySet;

/**
 * The policy file of the system property {@code moonwire.policy}, read once for all engines and
 * again when it has changed. Thread-safe.
 */
final class WatchedPolicies {
  private static final long CHECK_NANOS = 1_000_000_000L;

  /** One entry per file name that the property has had, so hardly ever more than one. */
  private static final ConcurrentMap<Path, WatchedPolicies> FILES = new ConcurrentHashMap<>();

  private final Path path;

  // guarded by this
  private PolicyFile file;
  private String version;
  private long checkedAt;

  private WatchedPolicies(Path path) {
    this.path = path;
  }

  static WatchedPolicies of(Path path) {
    return FILES.computeIfAbsent(path.toAbsolutePath(), WatchedPolicies::new);
  }

  /**
   * The policies of the file as it is now, or was a second ago.
   *
   * @throws PolicyLoadException if no version of the file could be read so far
   */
  synchronized PolicySet current() {
    long now = System.nanoTime();
    if (file != null && now - checkedAt < CHECK_NANOS) {
      return file.current();
    }
    checkedAt = now;
    String seen = version();
    if (file == null) {
      file = PolicyFile.open(path);
    } else if (!seen.equals(version)) {
      file.reload();
    }
    version = seen;
    return file.current();
  }

  private String version() {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return a.lastModifiedTime() + " " + a.size();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
