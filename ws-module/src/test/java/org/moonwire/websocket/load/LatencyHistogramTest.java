package org.moonwire.websocket.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @ParameterizedTest
  @ValueSource(
      longs = {1_000, 255_000, 256_000, 257_000, 1_000_000, 65_536_000, 3_600_000_000_000L})
  void one_time_is_all_its_percentiles(long nanos) {
    histogram.record(nanos);
    LatencyHistogram.Snapshot all = histogram.snapshot();
    for (double percent : new double[] {0, 50, 99.9, 100}) {
      assertEquals((double) nanos, all.percentile(percent));
    }
    assertEquals((double) nanos, all.average());
  }

  @Test
  void percentiles_are_right_to_four_thousandths() {
    Random random = new Random(1);
    long[] times = new long[20_000];
    for (int i = 0; i < times.length; i++) {
      times[i] = (long) Math.exp(random.nextDouble() * 24 + 7);
      histogram.record(times[i]);
    }
    Arrays.sort(times);
    LatencyHistogram.Snapshot all = histogram.snapshot();
    for (double percent : new double[] {1, 25, 50, 90, 95, 99, 99.9}) {
      double exact = times[(int) Math.ceil(times.length * percent / 100) - 1];
      assertEquals(exact, all.percentile(percent), exact * 0.004 + 1000);
    }
    assertEquals(times[0], all.min());
    assertEquals(times[times.length - 1], all.max());
  }

  @Test
  void what_is_out_of_range_is_counted_at_its_ends() {
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    assertEquals(2, histogram.snapshot().count());
    assertEquals(0, histogram.snapshot().min());
  }

  @Test
  void a_difference_has_what_came_between() {
    histogram.record(TimeUnit.SECONDS.toNanos(1));
    LatencyHistogram.Snapshot before = histogram.snapshot();
    histogram.record(TimeUnit.MILLISECONDS.toNanos(200));
    LatencyHistogram.Snapshot news = histogram.snapshot().since(before);
    assertEquals(1, news.count());
    assertEquals(200e6, news.percentile(50), 1e6);
  }

  @Test
  void nothing_is_nothing() {
    assertEquals(0, histogram.snapshot().percentile(99));
    assertEquals(0, histogram.snapshot().average());
  }
}
