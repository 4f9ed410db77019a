package org.moonwire.websocket;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.moonwire.engine.time.GoDuration;

/**
 * How far a host lets scripts go, for each option; also what holds where a script says nothing.
 * Immutable.
 */
final class OptionLimits {
  static final OptionLimits NONE = new OptionLimits(Map.of(), Map.of());

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
    ConnectOption definition = ConnectOption.find(option).orElseThrow(() -> noCeiling(option));
    switch (definition.kind()) {
      case TIME -> moreTimes.put(option, time(option, value));
      case WHOLE, FLAG, LIST -> moreCounts.put(option, count(definition, value));
      default -> throw noCeiling(option);
    }
    return new OptionLimits(moreCounts, moreTimes);
  }

  private static IllegalArgumentException noCeiling(String option) {
    return new IllegalArgumentException("the option `" + option + "` has no ceiling");
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

  private static int count(ConnectOption definition, Object value) {
    String option = definition.path();
    double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
    int most = definition.max();
    int least = definition == ConnectOption.READ_LIMIT ? 1 : definition.min();
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
