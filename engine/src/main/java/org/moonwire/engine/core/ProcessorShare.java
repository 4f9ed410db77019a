package org.moonwire.engine.core;

import java.util.concurrent.TimeUnit;

/**
 * How much of a processor the tasks of an engine have taken that go on after their run: a token
 * bucket that fills as time goes by and may go into debt. Thread-safe.
 */
final class ProcessorShare {
  /** What may be taken at once after a while of rest. */
  private static final long MAX_SAVED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What waking a task takes on other threads: the timer's, and the kernel's part. */
  static final long WAKE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private static final long MIN_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The nanoseconds that may be taken; less than 0 if too many were. Guarded by this. */
  private long left = MAX_SAVED_NANOS;

  /** When {@link #left} was last filled. Guarded by this. */
  private long filled = System.nanoTime();

  /** Counts what tasks have taken whose part of a processor is {@code share}. */
  synchronized void take(long nanos, double share) {
    fill(share);
    left -= nanos;
  }

  /** For how many nanoseconds nothing may be begun; 0 if something may be now. */
  synchronized long nanosUntilFree(double share) {
    fill(share);
    return left > 0 ? 0 : Math.max(MIN_WAIT_NANOS, (long) (-left / share));
  }

  private void fill(double share) {
    long now = System.nanoTime();
    double more = (now - filled) * share;
    left = more >= MAX_SAVED_NANOS - left ? MAX_SAVED_NANOS : left + (long) more;
    filled = now;
  }
}
