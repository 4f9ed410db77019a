package org.moonwire.engine.logging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LogEntry;

/** Messages and fields of scripts, bounded, and as a line of text that none of them can forge. */
final class LogText {
  private static final int MAX_MESSAGE = 8192;
  private static final int MAX_VALUE = 1024;
  private static final int MAX_KEY = 64;
  private static final int MAX_FIELDS = 50;
  private static final int MAX_DEPTH = 4;
  private static final Pattern NO_KEY = Pattern.compile("[^A-Za-z0-9_.-]");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/@+-]+");

  private LogText() {}

  /** A message: any string or number. */
  static String message(Arguments args, int i) {
    return cut(new String(args.bytes(i), StandardCharsets.UTF_8), MAX_MESSAGE);
  }

  /** A table of fields as a copy. */
  static Map<String, Object> fields(Arguments args, int i) {
    Map<Object, Object> table = args.table(i);
    if (table.size() > MAX_FIELDS) {
      throw args.error(i, "more than " + MAX_FIELDS + " fields");
    }
    Map<String, Object> fields = new TreeMap<>();
    table.forEach((key, value) -> fields.put(key(key), value(value, 1)));
    return fields;
  }

  private static String key(Object key) {
    String text = NO_KEY.matcher(cut(String.valueOf(key), MAX_KEY)).replaceAll("_");
    return text.isEmpty() ? "_" : text;
  }

  private static Object value(Object value, int depth) {
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> table) {
      return depth == MAX_DEPTH || table.size() > MAX_FIELDS
          ? "table of " + table.size()
          : listOrMap(table, depth);
    }
    return cut(
        value instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : String.valueOf(value),
        MAX_VALUE);
  }

  private static Object listOrMap(Map<?, ?> table, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; table.containsKey(i); i++) {
      list.add(value(table.get(i), depth + 1));
    }
    if (!list.isEmpty() && list.size() == table.size()) {
      return list;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    table.forEach((key, value) -> map.put(key(key), value(value, depth + 1)));
    return map;
  }

  private static String cut(String text, int length) {
    return text.length() <= length
        ? text
        : text.substring(0, length) + "...(" + (text.length() - length) + " more)";
  }

  /** The entry as one line: the message, the fields, chunk and line. */
  static String line(LogEntry entry) {
    StringBuilder line = new StringBuilder();
    String message = entry.message();
    boolean safe = message.indexOf('=') < 0 && message.indexOf('"') < 0 && isPrintable(message);
    append(line, message, safe);
    entry.fields().forEach((key, value) -> field(line, key, value));
    field(line, "chunk", entry.chunk());
    if (entry.line() > 0) {
      field(line, "line", entry.line());
    }
    return line.toString();
  }

  private static void field(StringBuilder line, String key, Object value) {
    line.append(' ').append(key).append('=');
    String text = String.valueOf(value);
    append(line, text, PLAIN.matcher(text).matches());
  }

  private static boolean isPrintable(String text) {
    return text.codePoints().noneMatch(LogText::isControl);
  }

  /** What moves the cursor, breaks the line or turns the direction of what follows. */
  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static void append(StringBuilder line, String text, boolean plain) {
    if (plain) {
      line.append(text);
      return;
    }
    line.append('"');
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                  if (isControl(c)) {
                    line.append(String.format("\\u%04x", c));
                  } else {
                    line.appendCodePoint(c);
                  }
                }
              }
            });
    line.append('"');
  }
}
