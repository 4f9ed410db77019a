package org.moonwire.engine.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables as policies read them: sequences, empty ones included, are lists, other tables maps by
 * text (policy/README.md#in-a-script).
 */
final class MetaReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 100_000;

  private int values;

  private MetaReader() {}

  /**
   * A copy of what is under string keys.
   *
   * @throws IllegalArgumentException if the table is nested too deep, as one that contains itself
   *     is, or holds too much
   */
  static Map<String, Object> of(Map<?, ?> table) {
    MetaReader facts = new MetaReader();
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : table.entrySet()) {
      if (entry.getKey() instanceof String key) {
        copy.put(key, facts.value(entry.getValue(), 1));
      }
    }
    return copy;
  }

  private Object value(Object value, int depth) {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw new IllegalArgumentException(
          "meta is nested more than "
              + MAX_DEPTH
              + " deep or holds more than "
              + MAX_VALUES
              + " values");
    }
    if (value instanceof Map<?, ?> table) {
      return listOrMap(table, depth);
    }
    boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
    return plain ? value : String.valueOf(value);
  }

  private Object listOrMap(Map<?, ?> table, int depth) {
    Map<Object, Object> copy = new LinkedHashMap<>();
    table.forEach((key, element) -> copy.put(key, value(element, depth + 1)));
    List<Object> list = new ArrayList<>();
    for (int i = 1; copy.containsKey(i); i++) {
      list.add(copy.get(i));
    }
    if (list.size() == copy.size()) {
      return list;
    }
    Map<String, Object> byText = new LinkedHashMap<>();
    copy.forEach((key, element) -> byText.put(String.valueOf(key), element));
    return byText;
  }
}
