package org.moonwire.engine.module;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Content that becomes a fresh, mutable Lua table each time it reaches a script. Immutable, except
 * for what its values are. A {@code byte[]} becomes a string that may share it: it must not change
 * any more.
 */
public final class NewTable {
  /** Keys and values, alternating. */
  private final Object[] content;

  private NewTable(Object[] content) {
    this.content = content;
  }

  /** A table with the given keys and values, alternating; a null value leaves its key out. */
  public static NewTable of(Object... keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a key without a value");
    }
    Object[] content = new Object[keysAndValues.length];
    int used = 0;
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        content[used++] = keysAndValues[i];
        content[used++] = keysAndValues[i + 1];
      }
    }
    return new NewTable(used == content.length ? content : Arrays.copyOf(content, used));
  }

  /** As {@link #of(Object...)}, for two keys whose values are not null. */
  public static NewTable of(Object key1, Object value1, Object key2, Object value2) {
    if (value1 == null || value2 == null) {
      return of(new Object[] {key1, value1, key2, value2});
    }
    return new NewTable(new Object[] {key1, value1, key2, value2});
  }

  /** A list: the elements under the keys 1, 2, 3 and so on. */
  public static NewTable list(List<?> elements) {
    List<Object> content = new ArrayList<>(2 * elements.size());
    int i = 1;
    for (Object element : elements) {
      content.add(i++);
      content.add(element);
    }
    return new NewTable(content.toArray());
  }

  /**
   * A deep copy of {@code map}: nested maps, lists and NewTables become tables too, and a {@code
   * byte[]} is copied.
   */
  public static NewTable copyOf(Map<?, ?> map) {
    List<Object> content = new ArrayList<>(2 * map.size());
    map.forEach(
        (key, value) -> {
          content.add(own(key));
          content.add(deep(value));
        });
    return new NewTable(content.toArray());
  }

  private static Object deep(Object value) {
    if (value instanceof Map<?, ?> map) {
      return copyOf(map);
    }
    if (value instanceof List<?> list) {
      return list(list.stream().map(NewTable::deep).toList());
    }
    return own(value);
  }

  private static Object own(Object value) {
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  /** How many keys there are. */
  public int size() {
    return content.length / 2;
  }

  /**
   * The key with this number, from 0 on.
   *
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public Object key(int index) {
    return content[2 * index];
  }

  /**
   * The value of that key, not to be changed; null for nil.
   *
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public Object value(int index) {
    return content[2 * index + 1];
  }

  /** Calls {@code each} with the keys and values, in order. */
  public void forEach(BiConsumer<Object, Object> each) {
    for (int i = 0; i < content.length; i += 2) {
      each.accept(content[i], content[i + 1]);
    }
  }

  /** Keys and values in order. */
  public Map<Object, Object> entries() {
    Map<Object, Object> entries = new LinkedHashMap<>();
    forEach(entries::put);
    return Collections.unmodifiableMap(entries);
  }
}
