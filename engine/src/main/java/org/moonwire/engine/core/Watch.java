package org.moonwire.engine.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stops what a thread does for scripts before or outside of any run, such as compiling. */
public final class Watch {
  private static final ThreadLocal<Watch> CURRENT = new ThreadLocal<>();

  private final EngineCore core;
  private final Duration limit;
  private final long started = System.nanoTime();

  private Watch(EngineCore core, Duration limit) {
    this.core = core;
    this.limit = limit;
  }

  /**
   * Does {@code work}, which polls; null is no time limit.
   *
   * @throws Stopped if the thread is interrupted, the engine closed, or the time is over
   */
  public static <T> T over(EngineCore core, Duration limit, Supplier<T> work) {
    Watch outer = CURRENT.get();
    CURRENT.set(new Watch(core, limit));
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
    Watch watch = CURRENT.get();
    if (watch != null) {
      watch.checkStop();
    }
  }

  private void checkStop() {
    if (core.isClosed()) {
      throw new Stopped("engine closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new Stopped("script interrupted");
    }
    if (limit != null && System.nanoTime() - started > TimeUnit.NANOSECONDS.convert(limit)) {
      throw new Stopped("script timed out after " + limit.toMillis() + " ms");
    }
  }
}
