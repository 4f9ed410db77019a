package org.moonwire.engine.lib54;

import java.util.SplittableRandom;

/**
 * The generator xoshiro256** (Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators,
 * 2021) with the seeding of PUC Lua 5.4. One per realm; realm thread only.
 */
final class Xoshiro256 {
  private static final int DISCARDED = 16;
  private static final long SECOND = 0xff;

  private long s0;
  private long s1;
  private long s2;
  private long s3;

  Xoshiro256() {
    SplittableRandom random = new SplittableRandom();
    seed(random.nextLong(), random.nextLong());
  }

  void seed(long first, long second) {
    s0 = first;
    s1 = SECOND;
    s2 = second;
    s3 = 0;
    for (int i = 0; i < DISCARDED; i++) {
      long unused = next();
    }
  }

  long next() {
    long result = Long.rotateLeft(s1 * 5, 7) * 9;
    long shifted = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** A double in [0, 1) of the upper bits of {@code random}. */
  static double toDouble(long random) {
    return (random >>> 11) * 0x1p-53;
  }

  /** A number from 0 to {@code most}, which is unsigned, each as likely, beginning with a draw. */
  long project(long random, long most) {
    if ((most & (most + 1)) == 0) {
      return random & most;
    }
    long mask = -1L >>> Long.numberOfLeadingZeros(most);
    long drawn = random & mask;
    while (Long.compareUnsigned(drawn, most) > 0) {
      drawn = next() & mask;
    }
    return drawn;
  }
}
