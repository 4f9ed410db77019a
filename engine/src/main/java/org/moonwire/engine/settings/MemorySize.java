package org.moonwire.engine.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Limits;

/** Reads amounts of memory as hosts write them: bytes, or text such as {@code 64m}. */
final class MemorySize {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})([kKmMgG]?)");

  private MemorySize() {}

  /** The bytes; 0 is no limit. */
  static long read(Object value) throws LuaScriptException {
    long bytes = -1;
    if (value instanceof Number n) {
      bytes = n.longValue();
    } else if (value instanceof CharSequence text) {
      bytes = parse(text);
    }
    if (bytes < 0) {
      throw new EvalException(
          "`moonwire.memory` is `" + value + "`; give bytes, or text like `64m`");
    }
    return bytes == 0 ? Limits.NONE : bytes;
  }

  private static long parse(CharSequence text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      return -1;
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "" -> n;
      case "k", "K" -> n << 10;
      case "m", "M" -> n << 20;
      default -> n << 30;
    };
  }
}
