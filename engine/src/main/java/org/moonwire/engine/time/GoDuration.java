package org.moonwire.engine.time;

import java.time.Duration;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/**
 * A length of time in whole nanoseconds, as Go's {@code time.Duration}: 64 bits, so about 292 years
 * each way; what would not fit saturates.
 */
public record GoDuration(long nanos) implements Comparable<GoDuration>, LuaObject {
  public static final GoDuration ZERO = new GoDuration(0);
  public static final GoDuration MAX = new GoDuration(Long.MAX_VALUE);
  public static final GoDuration MIN = new GoDuration(Long.MIN_VALUE);

  static final long MICRO = 1_000L;
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;

  /**
   * Reads a text such as {@code 1h30m}, {@code -1.5s} or {@code 0}
   * (engine/manual/time.md#duration-texts).
   *
   * @throws GoParseException if the text is no duration or does not fit
   */
  public static GoDuration parse(String text) {
    return new GoDuration(new DurationParser(text).parse());
  }

  /** The given number of nanoseconds, truncated toward zero and saturated; NaN gives zero. */
  public static GoDuration ofNanos(double nanos) {
    return new GoDuration((long) nanos);
  }

  /** The length from {@code 0 s 0 ns} to the given seconds and nanoseconds, saturated. */
  static GoDuration ofSeconds(long seconds, long nanos) {
    long whole = seconds;
    long rest = nanos;
    if (whole < 0 && rest > 0) {
      whole++;
      rest -= SECOND;
    }
    try {
      return new GoDuration(Math.addExact(Math.multiplyExact(whole, SECOND), rest));
    } catch (ArithmeticException overflow) {
      return seconds < 0 ? MIN : MAX;
    }
  }

  /** The same length in the form of java.time. */
  public Duration toDuration() {
    return Duration.ofNanos(nanos);
  }

  /** Whole microseconds, truncated toward zero. */
  public long micros() {
    return nanos / MICRO;
  }

  /** Whole milliseconds, truncated toward zero. */
  public long millis() {
    return nanos / MILLI;
  }

  /** Seconds with their fraction. */
  public double seconds() {
    return fractional(SECOND);
  }

  /** Minutes with their fraction. */
  public double minutes() {
    return fractional(MINUTE);
  }

  /** Hours with their fraction. */
  public double hours() {
    return fractional(HOUR);
  }

  // Whole units and rest apart: one division of the full count would round twice.
  private double fractional(long unit) {
    long whole = nanos / unit;
    return whole + (double) (nanos % unit) / unit;
  }

  @Override
  public LuaType<GoDuration> luaType() {
    return DurationType.TYPE;
  }

  @Override
  public int compareTo(GoDuration other) {
    return Long.compare(nanos, other.nanos);
  }

  /**
   * The form {@code 1h30m45.5s}; below a second {@code ms}, {@code µs} or {@code ns}; zero is
   * {@code 0s}.
   */
  @Override
  public String toString() {
    if (nanos == 0) {
      return "0s";
    }
    // The smallest long has no positive counterpart, so the digits are taken as unsigned.
    long abs = nanos < 0 ? -nanos : nanos;
    StringBuilder out = new StringBuilder(32);
    if (nanos < 0) {
      out.append('-');
    }
    if (Long.compareUnsigned(abs, SECOND) < 0) {
      small(out, abs);
    } else {
      large(out, Long.divideUnsigned(abs, SECOND), Long.remainderUnsigned(abs, SECOND));
    }
    return out.toString();
  }

  private static void small(StringBuilder out, long abs) {
    if (abs < MICRO) {
      out.append(abs).append("ns");
    } else if (abs < MILLI) {
      decimal(out, abs / MICRO, abs % MICRO, 3).append("µs");
    } else {
      decimal(out, abs / MILLI, abs % MILLI, 6).append("ms");
    }
  }

  private static void large(StringBuilder out, long seconds, long rest) {
    long minutes = seconds / 60;
    if (minutes >= 60) {
      out.append(minutes / 60).append('h');
    }
    if (minutes > 0) {
      out.append(minutes % 60).append('m');
    }
    decimal(out, seconds % 60, rest, 9).append('s');
  }

  private static StringBuilder decimal(StringBuilder out, long whole, long fraction, int digits) {
    out.append(whole);
    if (fraction == 0) {
      return out;
    }
    String text = Long.toString(fraction);
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return out.append('.').append("0".repeat(digits - text.length())).append(text, 0, end);
  }
}
