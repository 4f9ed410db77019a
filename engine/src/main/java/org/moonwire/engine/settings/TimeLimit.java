package org.moonwire.engine.settings;

import java.time.Duration;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;

/** Reads timeouts as hosts write them: a Duration, milliseconds, or text such as {@code 1m30s}. */
final class TimeLimit {
  private TimeLimit() {}

  /** The timeout; null for 0, which is none. */
  static Duration read(Object value) throws LuaScriptException {
    Duration d = null;
    if (value instanceof Duration duration) {
      d = duration;
    } else if (value instanceof Number n) {
      d = Duration.ofMillis(n.longValue());
    } else if (value instanceof CharSequence text) {
      d = parse(text);
    }
    if (d == null || d.isNegative()) {
      throw new EvalException(
          "`moonwire.timeout` is `"
              + value
              + "`; give a Duration, milliseconds, or text like `1m30s`");
    }
    return d.isZero() ? null : d;
  }

  /** Returns null if the text is no duration. */
  private static Duration parse(CharSequence text) {
    try {
      return GoDuration.parse(text.toString()).toDuration();
    } catch (GoParseException e) {
      return null;
    }
  }
}
