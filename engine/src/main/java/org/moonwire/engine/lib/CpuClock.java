package org.moonwire.engine.lib;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The processor time that the JVM has taken, as C's {@code clock} has it of a program: it stands
 * still while everybody waits. Thread-safe.
 */
final class CpuClock {
  private static final double NANOS = 1e9;

  /** Null until it is asked for the first time, which takes some ten milliseconds. */
  private static volatile LongSupplier nanos;

  private CpuClock() {}

  static double seconds() {
    LongSupplier clock = nanos;
    if (clock == null) {
      clock = best();
      nanos = clock;
    }
    return clock.getAsLong() / NANOS;
  }

  private static LongSupplier best() {
    try {
      return Management.clock();
    } catch (LinkageError e) {
      // A JVM without that module: what the system says, in steps of ten milliseconds.
      ProcessHandle self = ProcessHandle.current();
      return () -> self.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
  }

  /** A class of its own, so that what it needs may be missing. */
  private static final class Management {
    private Management() {}

    static LongSupplier clock() {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      return system::getProcessCpuTime;
    }
  }
}
