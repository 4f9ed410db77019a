package org.moonwire.engine.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stops what a thread does for scripts before or outside of any run, such as compiling. */
public final class Watchdog {
  private static final ThreadLocal<Watchdog> CURRENT = new ThreadLocal<>();

  private final EngineCore core;
  private final Duration limit;
  private final long started = System.nanoTime();

  private Watchdog(EngineCore core, Duration limit) {
    this.core = core;
    this.limit = limit;
  }

  /**
   * Does {@code work}, which polls; null is no time limit.
   *
   * @throws StoppedException if the thread is interrupted, the engine closed, or the time is over
   */
  public static <T> T over(EngineCore core, Duration limit, Supplier<T> work) {
    Watchdog outer = CURRENT.get();
    CURRENT.set(new Watchdog(core, limit));
    try {
      return work.get();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  static void check() {
    Watchdog watch = CURRENT.get();
    if (watch != null) {
      watch.checkStop();
    }
  }

  private void checkStop() {
    if (core.isClosed()) {
      throw StoppedException.closed();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw StoppedException.interrupted();
    }
    long nanos = limit == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(limit);
    if (System.nanoTime() - started > nanos) {
      throw StoppedException.timedOut(nanos);
    }
  }
}
