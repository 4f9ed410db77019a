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

  /** Named values in the order of the file, with the place of each name. */
  record Mapping(Map<String, YamlNode> values, Map<String, Position> keys, Position at)
      implements YamlNode {
    @Override
    public Map<String, Object> plain() {
      Map<String, Object> map = new LinkedHashMap<>();
      values.forEach((key, value) -> map.put(key, value.plain()));
      return map;
    }
  }

  /** Wraps data that was built in code. */
  static YamlNode of(Object value) {
    if (value instanceof List<?> list) {
      return new Sequence(list.stream().map(YamlNode::of).toList(), Position.NONE);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, YamlNode> values = new LinkedHashMap<>();
      map.forEach((key, item) -> values.put(String.valueOf(key), of(item)));
      return new Mapping(values, Map.of(), Position.NONE);
    }
    return new Scalar(value, Position.NONE);
  }
}
