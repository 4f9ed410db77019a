package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;

/**
 * Decides how many items belong into the array part of a table (Ierusalimschy et al., The
 * Implementation of Lua 5.0, section 4): first {@link #add} all keys, then ask.
 */
final class ArraySize {
  private static final int BINS = 32;

  /** From this power of two on a few keys less than half will do: there is a gap at the front. */
  private static final int LARGE = 10;

  /** Which part of that half may be missing, as a power of two. */
  private static final int SLACK = 4;

  /** How many keys there are by the exponent of the smallest power of two that is not less. */
  private final int[] bins = new int[BINS];

  /** Counts an integer key from 1 on that the table has or is to get. */
  void add(int key) {
    bins[BINS - Integer.numberOfLeadingZeros(key - 1)]++;
  }

  /** Counts the items of an array part that are not nil. */
  void add(NumberArray numbers, LuaValue[] items) {
    int size = numbers == null ? items.length : numbers.length();
    int from = 0;
    for (int bin = 0; from < size; bin++) {
      int to = (int) Math.min(1L << bin, size);
      bins[bin] += numbers == null ? count(items, from, to) : numbers.count(from, to);
      from = to;
    }
  }

  private static int count(LuaValue[] items, int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      n += items[i] == null ? 0 : 1;
    }
    return n;
  }

  /** The largest power of two of which more than about half of the keys from 1 on are in use. */
  int best() {
    int best = 0;
    int sum = 0;
    for (int i = 0; i < BINS - 1; i++) {
      sum += bins[i];
      if (sum > (1 << i) / 2 - slack(i)) {
        best = 1 << i;
      }
    }
    return best;
  }

  private static int slack(int i) {
    return i < LARGE ? 0 : 1 << (i - 1 - SLACK);
  }
}
