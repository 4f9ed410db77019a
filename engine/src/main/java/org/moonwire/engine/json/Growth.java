package org.moonwire.engine.json;

/** The next size of an array that grows. */
final class Growth {
  /** Some JVMs cannot make arrays up to the last index. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private Growth() {}

  static int capacity(int present, long needed) {
    if (needed > LARGEST) {
      throw new OutOfMemoryError("a string of " + needed + " bytes");
    }
    return (int) Math.min(LARGEST, Math.max(needed, present + (present >> 1) + 16L));
  }
}
