package org.moonwire.engine.core;

/**
 * A number, a boolean or nil in 64 bits: a float as it is, anything else in the bits of a NaN that
 * no arithmetic gives (NaN boxing). Floats with such bits and integers of more than {@value
 * #INTEGER_BITS} bits do not fit.
 */
final class NanBox {
  /** The bits that all but floats have set. */
  private static final long TAG = 0x7FFC_0000_0000_0000L;

  private static final long INTEGER = 0xFFFC_0000_0000_0000L;
  private static final int INTEGER_BITS = 50;
  private static final int OTHER_BITS = Long.SIZE - INTEGER_BITS;

  static final long NIL = TAG;
  static final long FALSE = TAG + 1;
  static final long TRUE = TAG + 2;

  /** Stands for what does not fit. */
  static final long UNFIT = TAG + 3;

  private NanBox() {}

  static boolean isFloat(long bits) {
    return (bits & TAG) != TAG;
  }

  static boolean isInteger(long bits) {
    return (bits & INTEGER) == INTEGER;
  }

  /** The value of what {@link #isInteger}. */
  static long integer(long bits) {
    return bits << OTHER_BITS >> OTHER_BITS;
  }

  static long ofInteger(long n) {
    return n << OTHER_BITS >> OTHER_BITS == n ? n | INTEGER : UNFIT;
  }

  static long ofFloat(double d) {
    long bits = Double.doubleToRawLongBits(d);
    return isFloat(bits) ? bits : UNFIT;
  }
}
