package org.moonwire.engine.interop;

import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.BaseStream;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/** {@code pairs} and {@code ipairs} over host objects. */
final class HostIteration {
  private HostIteration() {}

  /** Key and value of a Map, position and element of anything else that can be iterated. */
  static Varargs pairs(Realm realm, Object self) {
    if (self instanceof Map<?, ?> map) {
      return entries(map);
    }
    if (HostIndexing.isIndexed(self)) {
      return ipairs(realm, self);
    }
    Iterator<?> iterator = iterator(self);
    if (iterator == null) {
      throw LuaRuntimeException.message(
          "`pairs` cannot iterate over a " + HostIndexing.typeName(self));
    }
    return elements(self, iterator);
  }

  /** The elements of what has an order to give them in; null if it has none. */
  private static Iterator<?> iterator(Object self) {
    if (self instanceof Iterable<?> iterable) {
      return iterable.iterator();
    }
    if (self instanceof BaseStream<?, ?> stream) {
      return stream.iterator();
    }
    if (self instanceof Enumeration<?> enumeration) {
      return enumeration.asIterator();
    }
    return self instanceof Iterator<?> iterator ? iterator : null;
  }

  /** Position and element; stops at the end or at the first null, as {@code ipairs} does. */
  static Varargs ipairs(Realm realm, Object self) {
    if (!HostIndexing.isIndexed(self)) {
      Iterator<?> iterator = self instanceof Map ? null : iterator(self);
      if (iterator == null) {
        throw LuaRuntimeException.message(
            "`ipairs` cannot iterate over a " + HostIndexing.typeName(self));
      }
      return elements(self, iterator);
    }
    Builtin step =
        Builtin.of(
            "ipairs",
            args -> {
              int i = (int) args.arg(2).todouble() + 1;
              return i > HostIndexing.size(self)
                  ? LuaValue.NIL
                  : pair(self, LuaValue.valueOf(i), HostIndexing.element(self, i));
            });
    return LuaValue.varargsOf(step, HostObject.of(self), LuaValue.ZERO);
  }

  private static Varargs entries(Map<?, ?> map) {
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    Builtin step =
        Builtin.of(
            "pairs",
            args -> {
              Map.Entry<?, ?> e = nextWithKey(entries);
              return e == null ? LuaValue.NIL : pair(map, toLua(map, e.getKey()), e.getValue());
            });
    return LuaValue.varargsOf(step, LuaValue.NIL, LuaValue.NIL);
  }

  /** A null key would end the loop. */
  private static Map.Entry<?, ?> nextWithKey(Iterator<? extends Map.Entry<?, ?>> entries) {
    while (entries.hasNext()) {
      Map.Entry<?, ?> e = entries.next();
      if (e.getKey() != null) {
        return e;
      }
    }
    return null;
  }

  private static Varargs elements(Object self, Iterator<?> elements) {
    int[] position = {0};
    Builtin step =
        Builtin.of(
            "pairs",
            args ->
                elements.hasNext()
                    ? pair(self, LuaValue.valueOf(++position[0]), elements.next())
                    : LuaValue.NIL);
    return LuaValue.varargsOf(step, LuaValue.NIL, LuaValue.NIL);
  }

  private static Varargs pair(Object self, LuaValue key, Object value) {
    return LuaValue.varargsOf(key, toLua(self, value));
  }

  private static LuaValue toLua(Object self, Object o) {
    return LevelBoundary.toLua(Task.current().realm(), self, o);
  }
}
