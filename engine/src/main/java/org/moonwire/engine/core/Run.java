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

  Run(RunOptions options, Driver driver) {
    this.options = options;
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
    return active ? options.out() : null;
  }

  /** Where {@code io.read} reads; null after the run or if it was given nothing. */
  public Reader in() {
    return active ? options.in() : null;
  }

  boolean hasDeadline() {
    return limit != NO_DEADLINE;
  }

  /** Nanoseconds until the deadline, 0 or less when it has passed. */
  long remaining() {
    return limit - (System.nanoTime() - started);
  }

  /** Throws if the run must end now. */
  void check() {
    if (!active) {
      return;
    }
    if (hasDeadline() && remaining() <= 0) {
      throw new Stopped("script timed out after " + options.timeout().toMillis() + " ms");
    }
    if (driver.thread.isInterrupted()) {
      throw new Stopped("script interrupted");
    }
  }
}
