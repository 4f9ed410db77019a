package org.moonwire.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a policy file that knows where it stands. */
sealed interface YamlNode {
  Position at();

  /** Returns the content as plain data: scalars, lists and maps, or null. */
  Object plain();

  /** A text, an Integer, Long, BigInteger, Double or Boolean, or null. */
  record Scalar(Object value, Position at) implements YamlNode {
    @Override
    public Object plain() {
      return value;
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Position at) implements YamlNode {
    @Override
    public Object plain() {
      List<Object> list = new ArrayList<>(items.size());
      items.forEach(item -> list.add(item.plain()));
      return list;
    }
  }

  /** A value and where its name stands. */
  record Named(YamlNode value, Position key) {}

  /** Named values in the order of the file. */
  record Mapping(Map<String, Named> values, Position at) implements YamlNode {
    @Override
    public Map<String, Object> plain() {
      Map<String, Object> map = new LinkedHashMap<>();
      values.forEach((key, named) -> map.put(key, named.value.plain()));
      return map;
    }
  }

  /** Wraps data that was built in code. */
  static YamlNode of(Object value) {
    if (value instanceof List<?> list) {
      return new Sequence(list.stream().map(YamlNode::of).toList(), Position.NONE);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Named> values = new LinkedHashMap<>();
      map.forEach(
          (key, item) -> values.put(String.valueOf(key), new Named(of(item), Position.NONE)));
      return new Mapping(values, Position.NONE);
    }
    return new Scalar(value, Position.NONE);
  }
}
