package org.moonwire.engine.core;

/** How long an operation on channels may wait. */
record WaitLimit(long nanos) {
  /** For as long as it takes. */
  static final WaitLimit NONE = new WaitLimit(Long.MAX_VALUE);

  /**
   * A shorter wait is made as long as this: a script that waits again and again, for nanoseconds
   * where seconds were meant perhaps, does not keep a processor busy.
   */
  private static final long MIN_NANOS = 1_000_000;

  /** A longer one is cut to this, about 73 years: sums of nanoseconds stay within 64 bits. */
  private static final long MAX_NANOS = Long.MAX_VALUE / 4;

  /** A limit of {@code nanos} nanoseconds; 0 or less is no wait at all. */
  static WaitLimit of(long nanos) {
    return new WaitLimit(nanos <= 0 ? 0 : Math.max(MIN_NANOS, Math.min(nanos, MAX_NANOS)));
  }

  boolean isNone() {
    return nanos == NONE.nanos;
  }

  /** False if the operation is done at once or not at all. */
  boolean mayWait() {
    return nanos > 0;
  }
}
