package org.moonwire.engine.time;

/**
 * Sums and products of longs that stop at the smallest and largest value instead of wrapping round.
 */
final class Saturated {
  private Saturated() {}

  static long add(long a, long b) {
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  static long multiply(long a, long b) {
    if (Math.multiplyHigh(a, b) == (a * b) >> 63) {
      return a * b;
    }
    return (a < 0) == (b < 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
  }
}
