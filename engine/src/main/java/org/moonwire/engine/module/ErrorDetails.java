package org.moonwire.engine.module;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The details of an error, copied deeply so that nobody can change them later. Immutable. */
final class ErrorDetails {
  static final ErrorDetails NONE = new ErrorDetails(Map.of());

  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 100_000;

  /** Keys as scripts gave them: text, numbers, booleans. */
  private final Map<Object, Object> entries;

  private ErrorDetails(Map<Object, Object> entries) {
    this.entries = entries;
  }

  static ErrorDetails copyOf(Map<?, ?> map) {
    return map.isEmpty() ? NONE : new ErrorDetails(new Copy().map(map, 1));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  NewTable toTable() {
    return NewTable.copyOf(entries);
  }

  Map<String, Object> asMap() {
    Map<String, Object> byName = new LinkedHashMap<>();
    entries.forEach((key, value) -> byName.put(key.toString(), value));
    return Collections.unmodifiableMap(byName);
  }

  /** One copy; counts what it makes, because a table may contain itself. */
  private static final class Copy {
    private int values;

    Map<Object, Object> map(Map<?, ?> map, int depth) {
      if (depth > MAX_DEPTH) {
        throw new IllegalArgumentException("details are nested more than " + MAX_DEPTH + " deep");
      }
      Map<Object, Object> copy = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object key = scalar(entry.getKey());
        Object value = value(entry.getValue(), depth + 1);
        if (value != null) {
          copy.put(key, value);
        }
      }
      return Collections.unmodifiableMap(copy);
    }

    private Object value(Object value, int depth) {
      if (++values > MAX_VALUES) {
        throw new IllegalArgumentException("details hold more than " + MAX_VALUES + " values");
      }
      if (value instanceof Map<?, ?> map) {
        return listOrMap(map(map, depth));
      }
      if (value instanceof NewTable table) {
        return listOrMap(map(table.entries(), depth));
      }
      if (value instanceof List<?> list) {
        List<Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(value(element, depth + 1)));
        return Collections.unmodifiableList(copy);
      }
      return value == null ? null : scalar(value);
    }

    /** A table with the keys 1 to n is a list. */
    private static Object listOrMap(Map<Object, Object> map) {
      List<Object> list = new ArrayList<>(map.size());
      for (int i = 1; i <= map.size(); i++) {
        Object element = map.get(i);
        if (element == null) {
          return map;
        }
        list.add(element);
      }
      return list.isEmpty() ? map : Collections.unmodifiableList(list);
    }

    private static Object scalar(Object value) {
      boolean plain =
          value instanceof String
              || value instanceof Number
              || value instanceof Boolean
              || value instanceof byte[];
      return plain ? value : String.valueOf(value);
    }
  }
}
