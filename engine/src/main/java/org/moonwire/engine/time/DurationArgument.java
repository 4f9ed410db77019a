package org.moonwire.engine.time;

import java.nio.charset.StandardCharsets;
import org.moonwire.engine.module.Arguments;

/**
 * A length of time as scripts give it: nanoseconds as number, a text such as {@code 5s}, or a
 * Duration (engine/manual/time.md#durations).
 */
public final class DurationArgument {
  private DurationArgument() {}

  /**
   * Reads the argument.
   *
   * @throws GoParseException if it is none of the three, a text of another form, or not a number
   */
  public static GoDuration read(Arguments args, int i) {
    return of(args.get(i));
  }

  /**
   * As {@link #read}, for a value out of a table.
   *
   * @throws GoParseException as {@link #read}
   */
  public static GoDuration of(Object value) {
    if (value instanceof GoDuration duration) {
      return duration;
    }
    if (value instanceof String text) {
      return GoDuration.parse(text);
    }
    if (value instanceof byte[] bytes) {
      return GoDuration.parse(new String(bytes, StandardCharsets.UTF_8));
    }
    if (value instanceof Number number && !Double.isNaN(number.doubleValue())) {
      return number instanceof Long || number instanceof Integer
          ? new GoDuration(number.longValue())
          : GoDuration.ofNanos(number.doubleValue());
    }
    throw new GoParseException("duration must be number or string");
  }
}
