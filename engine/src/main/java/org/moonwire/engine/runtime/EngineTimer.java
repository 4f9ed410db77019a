package org.moonwire.engine.runtime;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.moonwire.engine.core.EngineCore;

/** The timer of an engine: one daemon thread, started when something waits and ended when idle. */
public final class EngineTimer implements EngineCore.TimerService {
  private static final System.Logger LOG = System.getLogger("org.moonwire.engine");
  private static final String NAME = "moonwire-timer";
  private static final long IDLE_SECONDS = 1;
  private static final long CLOSE_TIMEOUT_SECONDS = 2;

  /**
   * Null until something waits: many engines never do, and the JDK registers an executor under a
   * lock of the whole JVM. Changes are guarded by this.
   */
  private volatile ScheduledThreadPoolExecutor executor;

  private boolean closed;

  private synchronized ScheduledThreadPoolExecutor start() {
    if (executor == null) {
      ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, EngineTimer::thread);
      made.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
      made.allowCoreThreadTimeOut(true);
      made.setRemoveOnCancelPolicy(true);
      if (closed) {
        made.shutdown();
      }
      executor = made;
    }
    return executor;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, NAME);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public BooleanSupplier schedule(long nanos, Runnable action) {
    try {
      ScheduledThreadPoolExecutor started = executor;
      Future<?> future =
          (started == null ? start() : started)
              .schedule(() -> run(action), nanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      // The engine is closed: nothing runs any more.
      return () -> false;
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a timer's action failed", e);
    }
  }

  @Override
  public void close() {
    ScheduledThreadPoolExecutor started = end();
    if (started == null) {
      return;
    }
    started.shutdownNow();
    if (isOnThisThread()) {
      return;
    }
    try {
      boolean unused = started.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized ScheduledThreadPoolExecutor end() {
    closed = true;
    return executor;
  }

  private static boolean isOnThisThread() {
    return Thread.currentThread().getName().equals(NAME);
  }
}
