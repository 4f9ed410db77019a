package org.moonwire.engine.logging;

/** How much a run may log: some at once, and so many a second. Safe to use from any thread. */
final class RateLimit {
  static final int MAX_AT_ONCE = 1000;
  private static final int PER_SECOND = 100;
  private static final double NANOS = 1e9;

  private double left = MAX_AT_ONCE;
  private long last = System.nanoTime();
  private long dropped;

  /** Takes one; -1 if there is none left, else how many were refused before. */
  synchronized long take() {
    long now = System.nanoTime();
    left = Math.min(MAX_AT_ONCE, left + (now - last) / NANOS * PER_SECOND);
    last = now;
    if (left < 1) {
      dropped++;
      return -1;
    }
    left--;
    long refused = dropped;
    dropped = 0;
    return refused;
  }
}
