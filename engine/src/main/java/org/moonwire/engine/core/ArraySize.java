package org.moonwire.engine.core;

/**
 * Decides how many items belong into the array part of a table (Ierusalimschy et al., The
 * Implementation of Lua 5.0, section 4): first {@link #add} all keys, then ask.
 */
final class ArraySize {
  private static final int BINS = 32;

  /** How many keys there are by the exponent of the smallest power of two that is not less. */
  private final int[] bins = new int[BINS];

  /** Counts an integer key from 1 on that the table has or is to get. */
  void add(int key) {
    bins[BINS - Integer.numberOfLeadingZeros(key - 1)]++;
  }

  /** The largest power of two of which more than half of the keys from 1 on are in use. */
  int best() {
    int best = 0;
    int sum = 0;
    for (int i = 0; i < BINS - 1; i++) {
      sum += bins[i];
      if (sum > (1 << i) / 2) {
        best = 1 << i;
      }
    }
    return best;
  }
}
