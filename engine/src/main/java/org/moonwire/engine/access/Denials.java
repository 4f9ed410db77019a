package org.moonwire.engine.access;

import java.util.concurrent.atomic.LongAdder;

/** How often what a script asked for was not allowed, in all engines of this class loader. */
public final class Denials {
  private static final LongAdder COUNT = new LongAdder();

  private Denials() {}

  /** All so far. */
  public static long count() {
    return COUNT.sum();
  }

  /** Counts a denial, unless it is allowed; returns whether it is. */
  static boolean unless(boolean allowed) {
    if (!allowed) {
      COUNT.increment();
    }
    return allowed;
  }
}
