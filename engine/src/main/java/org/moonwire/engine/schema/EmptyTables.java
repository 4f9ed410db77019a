package org.moonwire.engine.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An empty table of Lua may be an array or an object, and is written as array: in a schema it is
 * what belongs there.
 */
final class EmptyTables {
  private EmptyTables() {}

  /** The schema with objects in place of empty arrays where an array makes no sense. */
  static Object asObjects(Object schema) {
    if (schema instanceof List<?> list && list.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (!(schema instanceof Map<?, ?> keywords)) {
      return schema;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    keywords.forEach((name, value) -> result.put((String) name, keyword((String) name, value)));
    return result;
  }

  private static Object keyword(String name, Object value) {
    if (SchemaSet.BY_NAME.contains(name)) {
      return members(name, value);
    }
    if (value instanceof List<?> list && SchemaSet.LIST.contains(name)) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(asObjects(element)));
      return elements.isEmpty() && name.equals("items") ? new LinkedHashMap<>() : elements;
    }
    return SchemaSet.ONE.contains(name) ? asObjects(value) : value;
  }

  private static Object members(String keyword, Object value) {
    if (value instanceof List<?> list && list.isEmpty()) {
      return new LinkedHashMap<>();
    }
    if (!(value instanceof Map<?, ?> schemas)) {
      return value;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    schemas.forEach(
        (name, schema) ->
            result.put(
                (String) name,
                // Names that go with another one are a list.
                keyword.equals("dependencies") && schema instanceof List
                    ? schema
                    : asObjects(schema)));
    return result;
  }
}
