package org.moonwire.websocket.load;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of all samples of a label. Thread-safe. */
final class SampleStats {
  private final LatencyHistogram times = new LatencyHistogram();
  private final LongAdder failed = new LongAdder();

  void add(long elapsed, boolean ok) {
    times.record(elapsed);
    if (!ok) {
      failed.increment();
    }
  }

  LatencyHistogram.Snapshot times() {
    return times.snapshot();
  }

  long failed() {
    return failed.sum();
  }
}
