package org.moonwire.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Copies and compares the data of actors, requests and conditions: scalars, lists and maps. */
final class Values {
  private static final int MAX_DEPTH = 100;

  /** About what it takes to look at two values. */
  private static final int WORK = 10;

  private static final int CHARACTERS_PER_UNIT = 8;

  private Values() {}

  /** Copies deeply into maps and lists that cannot change, without null values. */
  static Map<String, Object> copyMap(Map<String, Object> map) {
    return copyMap(map, 0);
  }

  /** Copies a value deeply, as {@link #copyMap(Map)} does. */
  static Object copy(Object value) {
    return copy(value, 0);
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
      return list.stream().filter(Objects::nonNull).map(item -> copy(item, depth + 1)).toList();
    }
    return value;
  }

  static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("data is nested more than " + MAX_DEPTH + " deep");
    }
  }

  /** Compares as conditions do: numbers and numeric strings by value, other scalars by text. */
  static boolean equal(Object a, Object b, Meter meter) throws EvaluationException {
    return equal(a, b, 0, meter);
  }

  private static boolean equal(Object a, Object b, int depth, Meter meter)
      throws EvaluationException {
    meter.work(WORK);
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
      // A whole number has a numeric text.
      return !Scalars.isWhole(a)
          && !Scalars.isWhole(b)
          && same(Scalars.text(a), Scalars.text(b), meter);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return equalLists(x, y, depth, meter);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return equalMaps(x, y, depth, meter);
    }
    requireKnown(a);
    requireKnown(b);
    return false;
  }

  private static boolean same(String a, String b, Meter meter) {
    if (a.length() == b.length()) {
      meter.work(a.length() / CHARACTERS_PER_UNIT);
    }
    return a.equals(b);
  }

  /** A value that cannot be compared must not make a deny policy look the other way. */
  private static void requireKnown(Object value) throws EvaluationException {
    if (!Scalars.isText(value) && !(value instanceof List) && !(value instanceof Map)) {
      throw new EvaluationException("a value of an unknown type cannot be compared");
    }
  }

  private static boolean equalLists(List<?> a, List<?> b, int depth, Meter meter)
      throws EvaluationException {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i), depth + 1, meter)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b, int depth, Meter meter)
      throws EvaluationException {
    if (a.size() != b.size()) {
      return false;
    }
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      if (!b.containsKey(entry.getKey())
          || !equal(entry.getValue(), b.get(entry.getKey()), depth + 1, meter)) {
        return false;
      }
    }
    return true;
  }

  static boolean contains(List<?> list, Object wanted, Meter meter) throws EvaluationException {
    for (Object item : list) {
      if (equal(item, wanted, meter)) {
        return true;
      }
    }
    return false;
  }
}
