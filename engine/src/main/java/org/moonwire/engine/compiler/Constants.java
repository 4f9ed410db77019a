package org.moonwire.engine.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** The constants of one function, equal ones once; 0 and -0 are two. */
final class Constants {
  private final List<LuaValue> values = new ArrayList<>();
  private final Map<Object, Integer> indices = new HashMap<>();

  /** The index of a string, number, boolean or nil. */
  int index(LuaValue value) {
    Object key = value instanceof LuaNumber ? ofNumber(value) : value;
    Integer known = indices.putIfAbsent(key, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
  }

  /** Level 5.4 tells equal numbers apart by their class. */
  private static Object ofNumber(LuaValue number) {
    boolean isKnownByDouble = number instanceof LuaInteger || number instanceof LuaDouble;
    return isKnownByDouble
        ? (Object) number.todouble()
        : List.of(number.getClass(), number.todouble(), number.tolong());
  }

  int count() {
    return values.size();
  }

  LuaValue[] toArray() {
    return values.toArray(new LuaValue[0]);
  }
}
