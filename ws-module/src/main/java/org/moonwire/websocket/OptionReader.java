package org.moonwire.websocket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.moonwire.websocket.net.DialRequest.Header;

/**
 * Reads options out of a table and collects what is wrong with them: each reader returns a harmless
 * value where it found a mistake, and {@link #finish()} throws if there was any.
 */
final class OptionReader {
  private final Map<Object, Object> unread = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  OptionReader(Map<?, ?> table) {
    unread.putAll(table);
  }

  private Object take(String option) {
    known.add(option);
    return unread.remove(option);
  }

  private void wrong(String option, String wanted, Object value) {
    problems.add(option + " must be " + wanted + ", not " + Shown.of(value));
  }

  /** A whole number within bounds. */
  int whole(String option, int min, int max, int otherwise) {
    Object value = take(option);
    if (value == null) {
      return otherwise;
    }
    double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
    if (number >= min && number <= max && number == Math.rint(number)) {
      return (int) number;
    }
    wrong(option, "a whole number from " + min + " to " + max, value);
    return otherwise;
  }

  /** A timeout: milliseconds, a text such as {@code 1m30s}, or a Duration. */
  Duration timeout(String option, Duration otherwise) {
    Object value = take(option);
    if (value == null) {
      return otherwise;
    }
    try {
      return Timeout.of(value);
    } catch (IllegalArgumentException e) {
      problems.add(option + " " + e.getMessage());
      return otherwise;
    }
  }

  Compression compression(String option) {
    Object value = take(option);
    if (value == null) {
      return Compression.DISABLED;
    }
    return Compression.of(value)
        .orElseGet(
            () -> {
              wrong(
                  option,
                  "0, 1, 2, `disabled`, `context_takeover` or `no_context_takeover`",
                  value);
              return Compression.DISABLED;
            });
  }

  /** Subprotocols: different tokens, the preferred one first. */
  List<String> protocols(String option) {
    Object value = take(option);
    List<String> names = new ArrayList<>();
    if (value == null) {
      return names;
    }
    List<Object> items = list(value);
    if (items == null) {
      wrong(option, "a list of strings", value);
      return names;
    }
    for (Object item : items) {
      if (!(item instanceof String name) || !HeaderRules.isToken(name)) {
        wrong(option, "a list of names without spaces and separators", item);
      } else if (names.contains(name)) {
        problems.add(option + " lists " + Shown.of(name) + " twice");
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /** Request headers: name to value, or to a list of values. */
  List<Header> headers(String option) {
    Object value = take(option);
    List<Header> headers = new ArrayList<>();
    if (value == null) {
      return headers;
    }
    if (!(value instanceof Map<?, ?> table)) {
      wrong(option, "a table of names and values", value);
      return headers;
    }
    Set<String> names = new HashSet<>();
    for (Map.Entry<?, ?> entry : table.entrySet()) {
      header(option, entry.getKey(), entry.getValue(), names, headers);
    }
    return headers;
  }

  private void header(
      String option, Object key, Object value, Set<String> names, List<Header> headers) {
    String problem = HeaderRules.checkName(key, names);
    if (problem != null) {
      problems.add(option + ": " + problem);
      return;
    }
    List<Object> values =
        value instanceof Map || value instanceof List ? list(value) : List.of(value);
    if (values == null) {
      problems.add(option + ": the list of " + Shown.of(key) + " has other keys than 1, 2, 3...");
      return;
    }
    for (Object one : values) {
      String text = HeaderRules.valueText(one);
      if (text != null) {
        headers.add(new Header((String) key, text));
      } else if (one instanceof String) {
        problems.add(option + ": the value of " + Shown.of(key) + " has control characters");
      } else {
        wrong(option + ": the value of " + Shown.of(key), "a string or a number", one);
      }
    }
  }

  /** The elements under 1, 2, 3 and so on; null if there is anything else in it. */
  private static List<Object> list(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    } else if (!(value instanceof Map)) {
      return null;
    }
    Map<?, ?> table = (Map<?, ?>) value;
    List<Object> items = new ArrayList<>();
    for (int i = 1; i <= table.size(); i++) {
      Object item = table.get(i);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return items;
  }

  /** To be called last: what was not read is not known. */
  void finish() throws BadOptionsException {
    for (Object option : unread.keySet()) {
      problems.add(
          "unknown option " + Shown.of(option) + ", known are " + String.join(", ", known));
    }
    if (!problems.isEmpty()) {
      throw new BadOptionsException(problems);
    }
  }
}
