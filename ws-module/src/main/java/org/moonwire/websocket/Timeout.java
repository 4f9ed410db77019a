package org.moonwire.websocket;

import java.time.Duration;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;

/** Reads timeouts: a number is milliseconds, zero is no timeout. */
final class Timeout {
  private static final double A_DAY_IN_MILLIS = 86_400_000;

  private Timeout() {}

  /**
   * Returns the duration.
   *
   * @throws IllegalArgumentException whose message continues the name of the option
   */
  static Duration of(Object value) {
    if (value instanceof Number number) {
      return ofMillis(number.doubleValue());
    } else if (value instanceof String text) {
      return ofText(text);
    }
    if (value instanceof GoDuration duration) {
      return ofNanos(duration.nanos(), duration.toString());
    }
    throw wrong(
        "must be a number of milliseconds or a duration such as `5s`, not " + Described.of(value));
  }

  private static Duration ofMillis(double millis) {
    if (millis > A_DAY_IN_MILLIS && millis < Double.POSITIVE_INFINITY) {
      throw wrong(
          "is "
              + Described.of(millis)
              + " milliseconds, which looks like nanoseconds, write `\"10s\"`");
    }
    if (!(millis >= 0 && millis <= A_DAY_IN_MILLIS)) {
      throw wrong("must be from 0 to 86400000 milliseconds, not " + Described.of(millis));
    }
    return Duration.ofNanos((long) (millis * 1_000_000));
  }

  private static Duration ofText(String text) {
    GoDuration duration;
    try {
      duration = GoDuration.parse(text);
    } catch (GoParseException e) {
      throw wrong("must be a duration such as `5s` or `1m30s`, not " + Described.of(text));
    }
    return ofNanos(duration.nanos(), text);
  }

  private static Duration ofNanos(long nanos, Object shown) {
    if (nanos < 0) {
      throw wrong("must not be negative, it is " + Described.of(shown));
    }
    return Duration.ofNanos(nanos);
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
