package org.moonwire.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies and compares the data of actors, requests and conditions: scalars, lists and maps. */
final class Values {
  private static final int MAX_DEPTH = 100;

  private Values() {}

  static Map<String, Object> copyMap(Map<String, Object> map) {
    return copyMap(map, 0);
  }

  private static Map<String, Object> copyMap(Map<?, ?> map, int depth) {
    checkDepth(depth);
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            copy.put(String.valueOf(key), copy(value, depth + 1));
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  private static Object copy(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      return copyMap(map, depth);
    }
    if (value instanceof List<?> list) {
      checkDepth(depth);
      List<Object> copy = new ArrayList<>(list.size());
      for (Object item : list) {
        copy.add(item == null ? null : copy(item, depth + 1));
      }
      return Collections.unmodifiableList(copy);
    }
    return value;
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("data is nested more than " + MAX_DEPTH + " deep");
    }
  }

  /** Compares as conditions do: numbers and numeric strings by value, other scalars by text. */
  static boolean equal(Object a, Object b) throws EvaluationException {
    return equal(a, b, 0);
  }

  private static boolean equal(Object a, Object b, int depth) throws EvaluationException {
    if (depth > MAX_DEPTH) {
      throw new EvaluationException("values are nested more than " + MAX_DEPTH + " deep");
    }
    if (a == null || b == null) {
      return a == b;
    }
    if (Scalars.isNumeric(a) && Scalars.isNumeric(b)) {
      return Scalars.sameNumber(a, b);
    }
    if (Scalars.isText(a) && Scalars.isText(b)) {
      return Scalars.text(a).equals(Scalars.text(b));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return equalLists(x, y, depth);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return equalMaps(x, y, depth);
    }
    return Objects.equals(a, b);
  }

  private static boolean equalLists(List<?> a, List<?> b, int depth) throws EvaluationException {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b, int depth) throws EvaluationException {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      if (!b.containsKey(entry.getKey())
          || !equal(entry.getValue(), b.get(entry.getKey()), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  static boolean contains(List<?> list, Object wanted) throws EvaluationException {
    for (Object item : list) {
      if (equal(item, wanted)) {
        return true;
      }
    }
    return false;
  }
}
