package org.moonwire.policy;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A policy file that can be reloaded while programs run. A reader sees the old set or the new one,
 * never a mixture; a file with mistakes is logged and leaves the old set in force. Has no thread of
 * its own. Safe for use by many threads.
 */
public final class PolicyFile {
  private static final Logger LOG = System.getLogger("org.moonwire.policy");

  private final Path path;
  private final Function<Path, PolicySet> loader;
  // Null unless watched.
  private final FileWatch watch;
  // Written by load only, read by anyone.
  private volatile PolicySet current;
  private final ReentrantLock loading = new ReentrantLock();
  // What was logged last about the file as it is; guarded by loading.
  private String complaint;

  private PolicyFile(Path path, FileWatch watch, Function<Path, PolicySet> loader) {
    this.path = path;
    this.watch = watch;
    this.loader = loader;
    load();
  }

  /**
   * Loads a file for the first time; {@link #reload} loads it again.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes
   */
  public static PolicyFile open(Path path) {
    return new PolicyFile(path, null, PolicySet::load);
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
    return watch(path, clock, PolicySet::load);
  }

  static PolicyFile watch(Path path, LongSupplier clock, Function<Path, PolicySet> loader) {
    return new PolicyFile(path, new FileWatch(path, clock), loader);
  }

  /** Returns the policies in force. */
  public PolicySet current() {
    String version = watch == null ? null : watch.change();
    // Nobody waits for whoever reads: a disk may take its time.
    if (version != null && loading.tryLock()) {
      try {
        follow(version);
      } finally {
        loading.unlock();
      }
    }
    return current;
  }

  /** Reads the file again and returns whether its policies are in force now. */
  public boolean reload() {
    loading.lock();
    try {
      complaint = null;
      load();
      return true;
    } catch (PolicyLoadException e) {
      complain(e);
      return false;
    } finally {
      loading.unlock();
    }
  }

  /**
   * Takes a version over. One that could not be read, or not to the end, is not accepted, so that
   * the next look tries it again: too many open files, or a script deep in its stack, must not keep
   * policies in force that have been replaced. The lock is held.
   */
  private void follow(String version) {
    try {
      load();
      complaint = null;
    } catch (PolicyLoadException e) {
      complain(e);
      if (e.getCause() instanceof IOException) {
        return;
      }
    }
    watch.accept(version);
  }

  private void load() {
    PolicySet set = loader.apply(path);
    set.warnings().forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
    current = set;
  }

  // The lock is held.
  private void complain(PolicyLoadException e) {
    if (!e.getMessage().equals(complaint)) {
      complaint = e.getMessage();
      LOG.log(Level.ERROR, "the old policies stay in force:\n" + complaint);
    }
  }
}
