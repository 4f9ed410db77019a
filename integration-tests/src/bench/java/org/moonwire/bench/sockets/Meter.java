package org.moonwire.bench.sockets;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Measures a client: warms up, then counts messages, time and the CPU of the whole process. */
public final class Meter {
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final double warmUpSeconds = Double.parseDouble(System.getProperty("bench.warmup", "2"));
  private final double seconds = Double.parseDouble(System.getProperty("bench.seconds", "3"));
  private long start;
  private long cpu;
  private long end;

  /** Something to be done until a time. */
  interface Body {
    /** Returns how many messages came. */
    long run() throws Exception;
  }

  static Meter ofSystemProperties() {
    return new Meter();
  }

  /** Begins the warm-up. For scripts, too. */
  public void warmUp() {
    end = System.nanoTime() + (long) (warmUpSeconds * 1e9);
  }

  /** Begins what counts. */
  public void begin() {
    start = System.nanoTime();
    cpu = OS.getProcessCpuTime();
    end = start + (long) (seconds * 1e9);
  }

  /** True once the time of the present phase is over. */
  public boolean isOver() {
    return System.nanoTime() >= end;
  }

  /** Reports; the parent process reads it. */
  public void report(long messages) {
    long used = OS.getProcessCpuTime() - cpu;
    long wall = System.nanoTime() - start;
    System.out.printf(
        Locale.ROOT, "RESULT %.3f %.0f%n", used / 1e3 / messages, messages * 1e9 / wall);
  }

  void measure(Body body) throws Exception {
    warmUp();
    body.run();
    begin();
    report(body.run());
  }
}
