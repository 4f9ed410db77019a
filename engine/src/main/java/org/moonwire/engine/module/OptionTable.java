package org.moonwire.engine.module;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A table of options that a script passes: each is read by its name, with a value for where it is
 * absent; {@link #finish} then reports all mistakes at once, unknown names among them. Valid during
 * the call. Not thread-safe.
 */
public final class OptionTable {
  private static final int MAX_SHOWN = 60;
  private static final int MAX_OPTIONS = 1000;

  private final Map<Object, Object> left = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> mistakes = new ArrayList<>();

  private OptionTable() {}

  /** The options in argument {@code i}; none for nil, an error for what is no table. */
  public static OptionTable of(Arguments args, int i) {
    OptionTable options = new OptionTable();
    if (!args.isNil(i)) {
      Map<Object, Object> table = args.table(i);
      if (table.size() > MAX_OPTIONS) {
        throw args.error(i, "more than " + MAX_OPTIONS + " options");
      }
      options.left.putAll(table);
    }
    return options;
  }

  /** A boolean. */
  public boolean flag(String name, boolean fallback) {
    Object value = take(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    return mistake(name, value, "true or false", fallback);
  }

  /** A whole number from {@code min} to {@code max}. */
  public long whole(String name, long min, long max, long fallback) {
    Object value = take(name);
    if (value == null) {
      return fallback;
    }
    boolean whole = value instanceof Integer || value instanceof Long;
    if (whole && ((Number) value).longValue() >= min && ((Number) value).longValue() <= max) {
      return ((Number) value).longValue();
    }
    return mistake(name, value, "a whole number from " + min + " to " + max, fallback);
  }

  /** One of some texts. */
  public String oneOf(String name, List<String> choices, String fallback) {
    Object value = take(name);
    if (value == null || (value instanceof String text && choices.contains(text))) {
      return value == null ? fallback : (String) value;
    }
    return mistake(name, value, "one of " + String.join(", ", choices), fallback);
  }

  /** A value of whatever type, null if absent; {@link #mistake} says what is wrong with it. */
  public Object value(String name) {
    return take(name);
  }

  /** Notes that an option is wrong and what it should be; gives {@code fallback}. */
  public <T> T mistake(String name, Object value, String expected, T fallback) {
    mistakes.add("option " + name + " is `" + shown(value) + "`; give " + expected);
    return fallback;
  }

  /**
   * Ends the reading.
   *
   * @throws FailureException {@link ErrorKind#INVALID}, if there was a mistake
   */
  public void finish() {
    for (Object name : left.keySet()) {
      mistakes.add("unknown option `" + shown(name) + "`; there are " + String.join(", ", known));
    }
    if (!mistakes.isEmpty()) {
      List<String> some = mistakes.subList(0, Math.min(mistakes.size(), 20));
      throw FailureException.invalid(String.join("; ", some));
    }
  }

  private Object take(String name) {
    known.add(name);
    return left.remove(name);
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?>) {
      return "table";
    }
    String text = value instanceof byte[] ? "bytes" : String.valueOf(value);
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
