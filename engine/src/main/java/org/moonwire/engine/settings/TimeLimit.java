package org.moonwire.engine.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.interop.EvalException;

/** Reads timeouts as hosts write them: a Duration, milliseconds, or text such as {@code 30s}. */
final class TimeLimit {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

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
              + "`; give a Duration, milliseconds, or text like `30s`");
    }
    return d.isZero() ? null : d;
  }

  private static Duration parse(CharSequence text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      return null;
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      default -> Duration.ofHours(n);
    };
  }
}
