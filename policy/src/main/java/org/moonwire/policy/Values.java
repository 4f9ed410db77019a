package org.moonwire.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Copies and compares the data of actors, requests and conditions: scalars, lists and maps. */
final class Values {
  private static final int MAX_DEPTH = 100;

  private Values() {}

  /** Copies deeply into maps and lists that cannot change, without null values. */
  static Map<String, Object> copyMap(Map<String, Object> map) {
    return copyMap(map, UnaryOperator.identity(), 0);
  }

  /** Copies a value deeply, as {@link #copyMap(Map)} does. */
  static Object copy(Object value) {
    return copy(value, UnaryOperator.identity(), 0);
  }

  /** Copies deeply, with every scalar replaced. */
  static Map<String, Object> copyMap(Map<String, Object> map, UnaryOperator<Object> scalar) {
    return copyMap(map, scalar, 0);
  }

  private static Map<String, Object> copyMap(
      Map<?, ?> map, UnaryOperator<Object> scalar, int depth) {
    checkDepth(depth);
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            copy.put(String.valueOf(key), copy(value, scalar, depth + 1));
          }
        });
    return Collections.unmodifiableMap(copy);
  }

  private static Object copy(Object value, UnaryOperator<Object> scalar, int depth) {
    if (value instanceof Map<?, ?> map) {
      return copyMap(map, scalar, depth);
    }
    if (value instanceof List<?> list) {
      checkDepth(depth);
      return list.stream()
          .filter(Objects::nonNull)
          .map(item -> copy(item, scalar, depth + 1))
          .toList();
    }
    return scalar.apply(value);
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
      // A whole number has a numeric text.
      return !Scalars.isWhole(a) && !Scalars.isWhole(b) && Scalars.text(a).equals(Scalars.text(b));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return equalLists(x, y, depth);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return equalMaps(x, y, depth);
    }
    requireKnown(a);
    requireKnown(b);
    return false;
  }

  /** A value that cannot be compared must not make a deny policy look the other way. */
  private static void requireKnown(Object value) throws EvaluationException {
    if (!Scalars.isText(value) && !(value instanceof List) && !(value instanceof Map)) {
      throw new EvaluationException("a value of an unknown type cannot be compared");
    }
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
