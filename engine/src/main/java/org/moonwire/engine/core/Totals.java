package org.moonwire.engine.core;

import java.util.concurrent.atomic.LongAdder;

/** What all engines of this class loader have done. Thread-safe. */
public final class Totals {
  static final LongAdder RUNS = new LongAdder();
  static final LongAdder FAILED_RUNS = new LongAdder();
  static final LongAdder TASKS = new LongAdder();

  private Totals() {}

  /** Evals and calls that have begun. */
  public static long runs() {
    return RUNS.sum();
  }

  /** Those that ended with an error. */
  public static long failedRuns() {
    return FAILED_RUNS.sum();
  }

  /** Tasks that {@code coroutine.spawn} has made. */
  public static long spawnedTasks() {
    return TASKS.sum();
  }
}
