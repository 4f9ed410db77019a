package org.moonwire.engine.settings;

import java.nio.file.Path;
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
  /** One entry per file name that the property has had, so hardly ever more than one. */
  private static final ConcurrentMap<Path, PolicyFile> FILES = new ConcurrentHashMap<>();

  private WatchedPolicies() {}

  /**
   * The policies of the file as it is now, or was a moment ago.
   *
   * @throws PolicyLoadException if no version of the file could be read so far
   */
  static PolicySet of(Path path) {
    return FILES.computeIfAbsent(path.toAbsolutePath(), PolicyFile::watch).current();
  }
}
