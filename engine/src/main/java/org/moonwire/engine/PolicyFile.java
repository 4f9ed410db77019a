package org.moonwire.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.policy.PolicySet;

/**
 * The policy file of the system property {@code moonwire.policy}, read once for all engines and
 * again when it has changed. A broken new version is logged and the old one stays. Thread-safe.
 */
final class PolicyFile {
  private static final System.Logger LOG = System.getLogger("org.moonwire.policy");
  private static final long CHECK_NANOS = 1_000_000_000L;

  /** One entry per file name that the property has had, so hardly ever more than one. */
  private static final ConcurrentMap<Path, PolicyFile> FILES = new ConcurrentHashMap<>();

  private final Path path;

  // guarded by this
  private PolicySet policies;
  private Object version;
  private long checkedAt;

  private PolicyFile(Path path) {
    this.path = path;
  }

  static PolicyFile of(Path path) {
    return FILES.computeIfAbsent(path.toAbsolutePath(), PolicyFile::new);
  }

  /**
   * The policies of the file as it is now, or was a second ago.
   *
   * @throws PolicyLoadException if no version of the file could be read so far
   */
  synchronized PolicySet policies() {
    long now = System.nanoTime();
    if (policies != null && now - checkedAt < CHECK_NANOS) {
      return policies;
    }
    checkedAt = now;
    Object seen = version();
    if (policies == null || !seen.equals(version)) {
      load();
      version = seen;
    }
    return policies;
  }

  // guarded by this
  private void load() {
    try {
      policies = PolicySet.load(path);
    } catch (PolicyLoadException e) {
      if (policies == null) {
        throw e;
      }
      LOG.log(System.Logger.Level.ERROR, "the new version of `" + path + "` is not used", e);
    }
  }

  private Object version() {
    try {
      BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
      return a.lastModifiedTime() + " " + a.size();
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
