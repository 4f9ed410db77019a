package org.moonwire.policy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * A policy file that can be reloaded while programs run. A reader sees the old set or the new one,
 * never a mixture; a file with mistakes is logged and leaves the old set in force. Has no thread of
 * its own. Safe for use by many threads.
 */
public final class PolicyFile {
  private static final Logger LOG = System.getLogger("org.moonwire.policy");

  private final Path path;
  // Null unless watched.
  private final FileWatch watch;
  // Written by reload only, read by anyone.
  private volatile PolicySet current;

  private PolicyFile(Path path, FileWatch watch) {
    this.path = path;
    this.watch = watch;
    this.current = loadAndWarn(path);
  }

  /**
   * Loads a file for the first time; {@link #reload} loads it again.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes
   */
  public static PolicyFile open(Path path) {
    return new PolicyFile(path, null);
  }

  /**
   * Loads a file that {@link #current} loads again when it has changed. It is looked at once a
   * second at most, when somebody asks for the policies, and must look the same twice: a change is
   * in force after one to two seconds of use. Replace the file by renaming a finished one.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes
   */
  public static PolicyFile watch(Path path) {
    return watch(path, System::nanoTime);
  }

  static PolicyFile watch(Path path, LongSupplier clock) {
    return new PolicyFile(path, new FileWatch(path, clock));
  }

  /** Returns the policies in force. */
  public PolicySet current() {
    if (watch != null && watch.hasChanged()) {
      reload();
    }
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
