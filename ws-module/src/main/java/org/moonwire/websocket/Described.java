package org.moonwire.websocket;

import java.util.List;
import java.util.Map;
import org.moonwire.engine.LuaFunction;

/** How a value from a script looks in an error message. */
final class Described {
  private static final int MAX_LENGTH = 60;

  private Described() {}

  /** Texts, numbers and booleans in backticks; anything else by its type. */
  static String of(Object value) {
    if (value == null) {
      return "`nil`";
    } else if (value instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) < 1e15) {
      return "`" + number.longValue() + "`";
    } else if (value instanceof String text && text.length() > MAX_LENGTH) {
      return "`" + text.substring(0, MAX_LENGTH) + "...`";
    } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return "`" + value + "`";
    } else if (value instanceof byte[]) {
      return "a string that is not UTF-8";
    } else if (value instanceof Map || value instanceof List) {
      return "a table";
    }
    return value instanceof LuaFunction ? "a function" : "an object";
  }
}
