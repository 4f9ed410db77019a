package org.moonwire.engine.metrics;

/**
 * The engines of one class loader, as management tools see them; counts are from the start of the
 * JVM. Reading looks at every open engine and its tasks. Thread-safe.
 */
public interface EnginesMXBean {
  /** Engines that are open and that somebody still has. */
  int getEngines();

  /** Engines that were made so far. */
  long getEnginesMade();

  /** Evals and calls of functions that have begun so far. */
  long getRuns();

  /** Those that ended with an error. */
  long getFailedRuns();

  /** Tasks that wait or are ready to run. */
  int getTasks();

  /** Tasks that {@code coroutine.spawn} has made so far. */
  long getTasksSpawned();

  /** What scripts asked for and a policy did not allow, so far. */
  long getDenials();
}
