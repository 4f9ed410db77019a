package org.moonwire.policy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * A policy file that can be reloaded while programs run. A reader sees the old set or the new one,
 * never a mixture; a file with mistakes is logged and leaves the old set in force. Has no thread of
 * its own. Safe for use by many threads.
 */
public final class PolicyFile {
  private static final Logger LOG = System.getLogger("org.moonwire.policy");

  private final Path path;
  private final BiFunction<Path, byte[], PolicySet> parser;
  // Null unless watched.
  private final FileWatch watch;
  // Written by load only, read by anyone.
  private volatile PolicySet current;
  private final ReentrantLock loading = new ReentrantLock();
  // What was logged last about the file as it is; guarded by loading.
  private String complaint;

  private PolicyFile(Path path, FileWatch watch, BiFunction<Path, byte[], PolicySet> parser) {
    this.path = path;
    this.watch = watch;
    this.parser = parser;
    load(watch == null ? PlainFile.read(path) : watch.known());
  }

  /**
   * Loads a file for the first time; {@link #reload} loads it again.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes
   */
  public static PolicyFile open(Path path) {
    return new PolicyFile(path, null, PolicySet::parse);
  }

  /**
   * Loads a file that {@link #current} loads again when its content has changed, whatever its size
   * and time say and wherever links lead. It is read once a second at most, when somebody asks for
   * the policies, and must be the same twice: a change is in force after one to two seconds of use.
   * Replace the file by renaming a finished one.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes
   */
  public static PolicyFile watch(Path path) {
    return watch(path, System::nanoTime);
  }

  static PolicyFile watch(Path path, LongSupplier clock) {
    return watch(path, clock, PolicySet::parse);
  }

  static PolicyFile watch(
      Path path, LongSupplier clock, BiFunction<Path, byte[], PolicySet> parser) {
    return new PolicyFile(path, new FileWatch(path, clock), parser);
  }

  /** Returns the policies in force. */
  public PolicySet current() {
    // Nobody waits for whoever reads: a disk may take its time.
    if (watch != null && watch.isDue() && loading.tryLock()) {
      try {
        if (watch.isDue()) {
          follow();
        }
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
      byte[] content = PlainFile.read(path);
      load(content);
      if (watch != null) {
        watch.accept(content);
      }
      return true;
    } catch (PolicyLoadException e) {
      complain(e);
      return false;
    } finally {
      loading.unlock();
    }
  }

  /**
   * Takes a change over. One that could not be read, or not to the end, is not accepted, so that
   * the next look tries it again: too many open files, or a script deep in its stack, must not keep
   * policies in force that have been replaced. The lock is held.
   */
  private void follow() {
    byte[] changed;
    try {
      changed = watch.change();
    } catch (PolicyLoadException e) {
      complain(e);
      return;
    }
    complaint = null;
    if (changed != null) {
      try {
        load(changed);
      } catch (PolicyLoadException e) {
        complain(e);
      }
      watch.accept(changed);
    }
  }

  private void load(byte[] content) {
    PolicySet set = parser.apply(path, content);
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
