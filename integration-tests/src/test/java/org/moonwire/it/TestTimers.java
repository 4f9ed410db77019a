package org.moonwire.it;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.moonwire.engine.module.ModuleContext;

/** What a connection needs of an engine. */
final class TestTimers implements ModuleContext, AutoCloseable {
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public Registration closeWithEngine(AutoCloseable resource) {
    return () -> true;
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
