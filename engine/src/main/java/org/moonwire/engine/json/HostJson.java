package org.moonwire.engine.json;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.LuaStrings;

/**
 * Writes objects of Java inside a JSON text: maps, collections, arrays, numbers, texts, booleans
 * and constants of enums; anything else is {@code null}.
 */
final class HostJson {
  private final JsonWriter writer;
  private final JsonBytes out;
  private final UnaryOperator<Object> ownTable;

  HostJson(JsonWriter writer, JsonBytes out, UnaryOperator<Object> ownTable) {
    this.writer = writer;
    this.out = out;
    this.ownTable = ownTable;
  }

  void write(Object object) throws JsonException {
    writer.count();
    Object value = ownTable.apply(object);
    if (value instanceof LuaValue own) {
      writer.value(own);
    } else if (value instanceof Map<?, ?> map) {
      writer.enter(map);
      entries(map);
      writer.leave();
    } else if (value instanceof Collection<?> || (value != null && value.getClass().isArray())) {
      writer.enter(value);
      elements(value instanceof Collection<?> c ? c.iterator() : iterator(value));
      writer.leave();
    } else {
      single(value);
    }
  }

  private void single(Object value) {
    if (value instanceof Enum<?> constant && value != JsonNull.INSTANCE) {
      out.putQuoted(LuaStrings.encode(constant.name()));
    } else if (value instanceof CharSequence || value instanceof Character) {
      out.putQuoted(LuaStrings.encode(value.toString()));
    } else if (value instanceof Double || value instanceof Float) {
      writer.number(((Number) value).doubleValue(), false);
    } else {
      out.put(value instanceof Number || value instanceof Boolean ? value.toString() : "null");
    }
  }

  private void entries(Map<?, ?> map) throws JsonException {
    Map<String, Object> byName = writer.sortsKeys() ? new TreeMap<>() : new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      writer.count();
      byName.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    boolean first = true;
    out.put('{');
    for (Map.Entry<String, Object> entry : byName.entrySet()) {
      writer.next(first);
      first = false;
      writer.name(LuaStrings.encode(entry.getKey()));
      write(entry.getValue());
    }
    writer.end(first, '}');
  }

  private static Iterator<?> iterator(Object array) {
    return array instanceof Object[] objects
        ? Arrays.asList(objects).iterator()
        : IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)).iterator();
  }

  private void elements(Iterator<?> elements) throws JsonException {
    out.put('[');
    boolean first = true;
    for (; elements.hasNext(); first = false) {
      writer.next(first);
      write(elements.next());
    }
    writer.end(first, ']');
  }
}
