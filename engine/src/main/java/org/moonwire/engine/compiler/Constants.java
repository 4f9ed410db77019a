package org.moonwire.engine.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** The constants of one function, equal ones once; 0 and -0 are two. */
final class Constants {
  private final List<LuaValue> values = new ArrayList<>();
  private final Map<Object, Integer> indices = new HashMap<>();

  /** The index of a string, number, boolean or nil. */
  int index(LuaValue value) {
    Object key = value instanceof LuaNumber ? (Object) value.todouble() : value;
    Integer known = indices.putIfAbsent(key, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
  }

  int count() {
    return values.size();
  }

  LuaValue[] toArray() {
    return values.toArray(new LuaValue[0]);
  }
}
