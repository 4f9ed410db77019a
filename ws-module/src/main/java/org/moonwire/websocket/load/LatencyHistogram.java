package org.moonwire.websocket.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts times in buckets that are at most 1/128 as wide as what is in them, so that a percentile
 * is right to 0.4 %; below 256 microseconds it is exact to one. Takes 36 KB however many times
 * there are, up to 25 days each. Thread-safe. HdrHistogram does the same and far more; this is the
 * part of it that is used here, without another library in the jar.
 */
final class LatencyHistogram {
  private static final int HALF_BITS = 7;
  private static final int HALF = 1 << HALF_BITS;
  private static final int MAX_EXPONENT = 33;
  private static final long MAX_MICROS = ((2L * HALF) << MAX_EXPONENT) - 1;
  private static final int BUCKETS = (MAX_EXPONENT + 2) * HALF;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final LongAdder sum = new LongAdder();
  private final LongAccumulator least = new LongAccumulator(Math::min, Long.MAX_VALUE);
  private final LongAccumulator most = new LongAccumulator(Math::max, 0);

  /** Adds a time; what is less than none counts as none. */
  void record(long nanos) {
    long time = Math.max(0, nanos);
    long micros = Math.min(TimeUnit.NANOSECONDS.toMicros(time), MAX_MICROS);
    counts.incrementAndGet(bucket(micros));
    sum.add(time);
    least.accumulate(time);
    most.accumulate(time);
  }

  private static int bucket(long micros) {
    int exponent = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - HALF_BITS);
    return exponent * HALF + (int) (micros >>> exponent);
  }

  /** The middle of a bucket, in nanoseconds. */
  private static double middle(int bucket) {
    int exponent = Math.max(0, bucket / HALF - 1);
    long lowest = (long) (bucket - exponent * HALF) << exponent;
    return 1000.0 * (lowest + (1L << exponent) / 2.0);
  }

  /** What was counted so far. */
  Snapshot snapshot() {
    long[] copy = new long[BUCKETS];
    long count = 0;
    for (int i = 0; i < BUCKETS; i++) {
      copy[i] = counts.get(i);
      count += copy[i];
    }
    return new Snapshot(copy, count, sum.sum(), count == 0 ? 0 : least.get(), most.get());
  }

  /**
   * A count at some moment; times are nanoseconds.
   *
   * @param min the shortest time, 0 without any
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody outside sees it
  record Snapshot(long[] counts, long count, long sum, long min, long max) {
    double average() {
      return count == 0 ? 0 : (double) sum / count;
    }

    /** The time within which {@code percent} of all were done, 0 to 100; 0 without any. */
    double percentile(double percent) {
      long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
      long seen = 0;
      for (int i = 0; i < counts.length; i++) {
        seen += counts[i];
        if (seen >= rank) {
          return Math.max((double) min, Math.min((double) max, middle(i)));
        }
      }
      return 0;
    }

    /** What came after an earlier snapshot; shortest and longest stay those of all. */
    Snapshot since(Snapshot earlier) {
      long[] rest = counts.clone();
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= earlier.counts[i];
      }
      return new Snapshot(rest, count - earlier.count, sum - earlier.sum, min, max);
    }
  }
}
