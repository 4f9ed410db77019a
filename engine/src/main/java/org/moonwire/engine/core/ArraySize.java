package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/**
 * Decides how many items belong into the array part of a table (Ierusalimschy et al., The
 * Implementation of Lua 5.0, section 4).
 */
final class ArraySize {
  private static final int BINS = 32;

  private ArraySize() {}

  /**
   * The largest power of two of which more than half of the keys from 1 on are in use, counting
   * what the table holds and the key that is to be added.
   */
  static int best(LuaValue[] items, LuaValue[] keys, LuaValue[] values, int newKey) {
    int[] bins = new int[BINS];
    bins[bin(newKey)]++;
    for (int i = 0; i < items.length; i++) {
      if (items[i] != null) {
        bins[bin(i + 1)]++;
      }
    }
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null && keys[i] instanceof LuaInteger n && n.v > 0) {
        bins[bin(n.v)]++;
      }
    }
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

  /** The exponent of the smallest power of two that is not less than the key. */
  private static int bin(int key) {
    return BINS - Integer.numberOfLeadingZeros(key - 1);
  }
}
