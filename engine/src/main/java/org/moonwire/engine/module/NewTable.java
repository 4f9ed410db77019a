package org.moonwire.engine.module;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Content that becomes a fresh, mutable Lua table each time it reaches a script. Immutable, except
 * for what its values are.
 */
public final class NewTable {
  private final Map<Object, Object> entries;

  private NewTable(Map<Object, Object> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** A table with the given keys and values, alternating; a null value leaves its key out. */
  public static NewTable of(Object... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a key without a value");
    }
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        entries.put(keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return new NewTable(entries);
  }

  /** A list: the elements under the keys 1, 2, 3 and so on. */
  public static NewTable list(List<?> elements) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    int i = 1;
    for (Object element : elements) {
      entries.put(i++, element);
    }
    return new NewTable(entries);
  }

  /** A deep copy of {@code map}: nested maps, lists and NewTables become tables too. */
  public static NewTable copyOf(Map<?, ?> map) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    map.forEach((key, value) -> entries.put(key, deep(value)));
    return new NewTable(entries);
  }

  private static Object deep(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copyOf(map);
    }
    if (value instanceof List<?> list) {
      return list(list.stream().map(NewTable::deep).toList());
    }
    return value;
  }

  /** Keys and values in order. */
  public Map<Object, Object> entries() {
    return entries;
  }
}
