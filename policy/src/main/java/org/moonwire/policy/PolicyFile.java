package org.moonwire.policy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/**
 * A policy file that can be reloaded while programs run. A reader sees the old set or the new one,
 * never a mixture; a file with mistakes is logged and leaves the old set in force. Safe for use by
 * many threads.
 */
public final class PolicyFile {
  private static final Logger LOG = System.getLogger("org.moonwire.policy");

  private final Path path;
  // Written by reload only, read by anyone.
  private volatile PolicySet current;

  private PolicyFile(Path path, PolicySet current) {
    this.path = path;
    this.current = current;
  }

  /**
   * Loads a file for the first time.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes
   */
  public static PolicyFile open(Path path) {
    return new PolicyFile(path, loadAndWarn(path));
  }

  /** Returns the policies in force. */
  public PolicySet current() {
    return current;
  }

  /** Reads the file again and returns whether its policies are in force now. */
  public synchronized boolean reload() {
    try {
      current = loadAndWarn(path);
      return true;
    } catch (PolicyLoadException e) {
      LOG.log(Level.ERROR, "the old policies stay in force:\n" + e.getMessage());
      return false;
    }
  }

  private static PolicySet loadAndWarn(Path path) {
    PolicySet set = PolicySet.load(path);
    set.warnings().forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
    return set;
  }
}
