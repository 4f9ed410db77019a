package org.moonwire.engine.interop;

import java.util.List;
import java.util.Map;

/** Entries of Java maps and elements of lists, whatever their element types. */
final class HostMaps {
  private HostMaps() {}

  /** A map may refuse to be asked for a key of a foreign type; then it does not contain it. */
  static boolean contains(Map<?, ?> map, Object key) {
    return present(map, key) || alternative(map, key) != null;
  }

  static Object get(Map<?, ?> map, Object key) {
    return map.get(present(map, key) ? key : alternative(map, key));
  }

  @SuppressWarnings("unchecked") // The element types of a foreign map are not known at run time.
  static void put(Map<?, ?> map, Object key, Object value) {
    Object present = contains(map, key) && !present(map, key) ? alternative(map, key) : key;
    if (value == null) {
      map.remove(present);
    } else {
      ((Map<Object, Object>) map).put(present, value);
    }
  }

  @SuppressWarnings("unchecked") // As above.
  static void setElement(List<?> list, int index, Object value) {
    List<Object> elements = (List<Object>) list;
    if (index == list.size()) {
      elements.add(value);
    } else {
      elements.set(index, value);
    }
  }

  private static boolean present(Map<?, ?> map, Object key) {
    try {
      return map.containsKey(key);
    } catch (ClassCastException | NullPointerException e) {
      return false;
    }
  }

  /** Lua has one type of numbers: the key 1 is there too if the map has it as Long or Double. */
  private static Object alternative(Map<?, ?> map, Object key) {
    if (map instanceof TableView || !(key instanceof Number n)) {
      return null;
    }
    Object[] others = {n.longValue(), n.doubleValue(), n.shortValue(), n.byteValue()};
    for (Object other : others) {
      if (((Number) other).doubleValue() == n.doubleValue() && present(map, other)) {
        return other;
      }
    }
    return null;
  }
}
