package org.moonwire.engine.interop;

import java.util.List;
import java.util.Map;
import org.moonwire.engine.LuaCallException;

/** Entries of Java maps and elements of lists, whatever their element types. */
final class HostMaps {
  private HostMaps() {}

  /** What {@link #find} gives for a key that is not there. */
  static final Object NONE = new Object();

  /**
   * The value of a key, {@link #NONE} without one. A map may refuse to be asked for a key of a
   * foreign type; then it does not contain it.
   */
  static Object find(Map<?, ?> map, Object key) {
    Object value = mayMakeEntries(map) ? null : getOrNull(map, key);
    if (value != null) {
      return value;
    }
    if (present(map, key)) {
      return map.get(key);
    }
    Object other = alternative(map, key);
    return other == null ? NONE : map.get(other);
  }

  /** Maps of libraries may make an entry when asked for its value; those of the JDK do not. */
  private static boolean mayMakeEntries(Map<?, ?> map) {
    return map.getClass().getModule() != Object.class.getModule();
  }

  private static Object getOrNull(Map<?, ?> map, Object key) {
    try {
      return map.get(key);
    } catch (ClassCastException | NullPointerException | LuaCallException e) {
      return null;
    }
  }

  @SuppressWarnings("unchecked") // The element types of a foreign map are not known at run time.
  static void put(Map<?, ?> map, Object key, Object value) {
    Object other = present(map, key) ? null : alternative(map, key);
    Object present = other == null ? key : other;
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
    } catch (ClassCastException | NullPointerException | LuaCallException e) {
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
