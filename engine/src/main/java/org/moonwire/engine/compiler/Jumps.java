package org.moonwire.engine.compiler;

import java.util.Arrays;

/** Jumps that wait for one common target: the addresses of their instructions. */
final class Jumps {
  private int[] at = new int[2];
  private int count;

  /** The jumps of both, {@code null} standing for none; either may be changed and reused. */
  static Jumps join(Jumps a, Jumps b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    if (a.count < b.count) {
      return join(b, a);
    }
    if (a.count + b.count > a.at.length) {
      a.at = Arrays.copyOf(a.at, 2 * (a.count + b.count));
    }
    System.arraycopy(b.at, 0, a.at, a.count, b.count);
    a.count += b.count;
    return a;
  }

  static Jumps of(int pc) {
    Jumps jumps = new Jumps();
    jumps.at[0] = pc;
    jumps.count = 1;
    return jumps;
  }

  int count() {
    return count;
  }

  int get(int index) {
    return at[index];
  }
}
