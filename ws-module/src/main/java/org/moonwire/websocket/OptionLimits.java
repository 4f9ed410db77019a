package org.moonwire.websocket;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.moonwire.engine.time.GoDuration;

/**
 * How far a host lets scripts go, for each option; also what holds where a script says nothing.
 * Immutable.
 */
final class OptionLimits {
  static final OptionLimits NONE = new OptionLimits(Map.of(), Map.of());

  private static final int MAX_ENTRIES = 10_000;

  /** What a ceiling may be for the options that count something. */
  private static final Map<String, Integer> COUNTS =
      Map.of(
          "compression",
          Compression.NO_CONTEXT.number(),
          "compression_threshold",
          ConnectOptions.MAX_THRESHOLD,
          "read_limit",
          ConnectOptions.MAX_READ_LIMIT,
          "channel_capacity",
          ConnectOptions.MAX_CAPACITY,
          "headers",
          MAX_ENTRIES,
          "protocols",
          MAX_ENTRIES,
          "control_frames",
          1);

  private static final Set<String> TIMES =
      Set.of(
          "dial_timeout",
          "read_timeout",
          "write_timeout",
          "keepalive.interval",
          "keepalive.timeout");

  private final Map<String, Integer> counts;
  private final Map<String, Duration> times;

  private OptionLimits(Map<String, Integer> counts, Map<String, Duration> times) {
    this.counts = Map.copyOf(counts);
    this.times = Map.copyOf(times);
  }

  /**
   * Returns these and one more.
   *
   * @throws IllegalArgumentException if there is no such option, or the value cannot be its ceiling
   */
  OptionLimits with(String option, Object value) {
    Map<String, Integer> moreCounts = new HashMap<>(counts);
    Map<String, Duration> moreTimes = new HashMap<>(times);
    if (TIMES.contains(option)) {
      moreTimes.put(option, time(option, value));
    } else if (COUNTS.containsKey(option)) {
      moreCounts.put(option, count(option, value));
    } else {
      throw new IllegalArgumentException("the option `" + option + "` has no ceiling");
    }
    return new OptionLimits(moreCounts, moreTimes);
  }

  private static Duration time(String option, Object value) {
    Duration most;
    try {
      most = Timeout.of(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the ceiling of " + option + " " + e.getMessage(), e);
    }
    if (most.isZero()) {
      throw new IllegalArgumentException("the ceiling of " + option + " is 0, which is no time");
    }
    return most;
  }

  private static int count(String option, Object value) {
    double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
    int most = COUNTS.get(option);
    int least = option.equals("read_limit") || option.equals("channel_capacity") ? 1 : 0;
    if (number >= least && number <= most && number == Math.rint(number)) {
      return (int) number;
    }
    throw new IllegalArgumentException(
        "the ceiling of "
            + option
            + " must be a whole number from "
            + least
            + " to "
            + most
            + ", not "
            + Described.of(value));
  }

  /** Returns the ceiling of a counting option, {@code most} if the host has set none. */
  int count(String option, int most) {
    return Math.min(most, counts.getOrDefault(option, most));
  }

  /** Returns {@code otherwise}, or the ceiling if that is less. */
  Duration orLess(String option, Duration otherwise) {
    return allows(option, otherwise) ? otherwise : times.get(option);
  }

  /** Returns whether a script may ask for this time; zero is no limit, and over every ceiling. */
  boolean allows(String option, Duration wanted) {
    Duration most = times.get(option);
    return most == null || (!wanted.isZero() && wanted.compareTo(most) <= 0);
  }

  /** Returns what an error says of a time that is not allowed. */
  String exceeded(String option, Object shown) {
    return exceeded(
        option,
        GoDuration.ofNanos((double) times.get(option).toNanos()).toString(),
        Described.of(shown));
  }

  /** As {@link #exceeded(String, Object)}, for any ceiling. */
  static String exceeded(String option, Object most, String shown) {
    return option + " may be `" + most + "` at most, the host's ceiling, not " + shown;
  }
}
