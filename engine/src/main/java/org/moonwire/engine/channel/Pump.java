package org.moonwire.engine.channel;

import java.util.function.BooleanSupplier;

/**
 * What feeds channels, and may be run by a thread that waits for what it brings: then that thread
 * need not be woken by another one. A feed names its pump by {@link Feed#pumpedBy}. Thread-safe.
 */
public interface Pump {
  /**
   * Runs the pump on the calling thread, which holds no lock, until {@code enough} says so or the
   * pump has a reason of its own; at once if another thread runs it or this is no good time. Then
   * the caller waits as if there were no pump. Must not throw.
   */
  void run(BooleanSupplier enough);

  /** Has a thread that is in {@link #run} ask again whether it is enough; must not wait. */
  void wakeup();
}
