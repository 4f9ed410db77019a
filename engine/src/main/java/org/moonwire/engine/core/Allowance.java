package org.moonwire.engine.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What goes on after the run that started it may do: compute for {@code stretch} between two waits,
 * and take {@code share} of one processor, all such tasks of an engine together. Null and 0 are the
 * defaults: what runs without a time limit leave behind is not bounded, what others leave behind
 * may compute for a quarter of their limit, {@value #MAX_DEFAULT_MILLIS} ms at most, and take half
 * a processor.
 */
public record Allowance(Duration stretch, double share) {
  /** What hosts that say nothing get. */
  public static final Allowance DEFAULT = new Allowance(null, 0);

  private static final int MAX_DEFAULT_MILLIS = 250;
  private static final double DEFAULT_SHARE = 0.5;

  /** So that the next eval, if it has the same limit, need not spend it on waiting. */
  private static final int DEFAULT_PART = 4;

  /** The nanoseconds between two waits of tasks whose run had this limit, also in nanoseconds. */
  long stretchNanos(long limit) {
    if (stretch != null) {
      return Math.min(limit, TimeUnit.NANOSECONDS.convert(stretch));
    }
    return limit == Run.NO_DEADLINE
        ? limit
        : Math.min(limit / DEFAULT_PART, TimeUnit.MILLISECONDS.toNanos(MAX_DEFAULT_MILLIS));
  }

  /** The part of one processor for tasks whose run had this limit; infinite for all of them. */
  double share(long limit) {
    if (share > 0) {
      return share;
    }
    return limit == Run.NO_DEADLINE ? Double.POSITIVE_INFINITY : DEFAULT_SHARE;
  }
}
