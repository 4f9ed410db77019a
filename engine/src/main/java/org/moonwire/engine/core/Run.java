package org.moonwire.engine.core;

import java.io.Reader;
import java.io.Writer;
import java.util.concurrent.TimeUnit;

/** One eval or invoke, from its call to the return of its main task. Its tasks may outlive it. */
public final class Run {
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final RunOptions options;
  private final long started = System.nanoTime();
  private final long limit;
  final Driver driver;
  volatile boolean active = true;

  /** The error of a spawned task, which fails this run; guarded by the scheduler's lock. */
  Throwable failure;

  /** The run in whose host call this one was started on the same thread; null if there is none. */
  private final Run parent;

  Run(RunOptions options, Driver driver, Run parent) {
    this.options = options;
    this.parent = parent;
    this.driver = driver;
    this.limit =
        options.timeout() == null ? NO_DEADLINE : TimeUnit.NANOSECONDS.convert(options.timeout());
  }

  /** What the run was given. */
  public RunOptions options() {
    return options;
  }

  /** Where {@code print} writes; null after the run or if it was given nothing. */
  public Writer out() {
    if (!active) {
      return null;
    }
    return options.out() == null && parent != null ? parent.out() : options.out();
  }

  /** Where {@code io.stderr} writes; null after the run or if it was given nothing. */
  public Writer err() {
    if (!active) {
      return null;
    }
    return options.err() == null && parent != null ? parent.err() : options.err();
  }

  /** Where {@code io.read} reads; null after the run or if it was given nothing. */
  public Reader in() {
    if (!active) {
      return null;
    }
    return options.in() == null && parent != null ? parent.in() : options.in();
  }

  boolean hasDeadline() {
    return limit != NO_DEADLINE || (parent != null && parent.hasDeadline());
  }

  /** Nanoseconds until the deadline, 0 or less when it has passed. */
  long remaining() {
    long own = limit == NO_DEADLINE ? NO_DEADLINE : limit - (System.nanoTime() - started);
    return parent == null ? own : Math.min(own, parent.remaining());
  }

  /** Throws if the run must end now. */
  void check() {
    if (!active) {
      return;
    }
    if (parent != null) {
      parent.check();
    }
    if (limit != NO_DEADLINE && remaining() <= 0) {
      throw new Stopped("script timed out after " + options.timeout().toMillis() + " ms");
    }
    if (driver.thread.isInterrupted()) {
      throw new Stopped("script interrupted");
    }
  }
}
