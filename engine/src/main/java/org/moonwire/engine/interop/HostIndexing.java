package org.moonwire.engine.interop;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;

/** Reads and writes {@code object[key]}, and {@code #object}. */
final class HostIndexing {
  private static final Object[] NO_ARGUMENTS = {};

  private HostIndexing() {}

  /** An element, an entry, a method, a property or a field, in this order; nil if none is there. */
  static LuaValue get(Realm realm, Object self, LuaValue key) throws Throwable {
    if (key.type() == LuaValue.TNUMBER && isIndexed(self)) {
      int i = position(key);
      return i < 1 || i > size(self)
          ? LuaValue.NIL
          : LevelBoundary.toLua(realm, self, element(self, i));
    }
    if (self instanceof Map<?, ?> map) {
      Object k = key instanceof LuaString s ? text(s) : Conversions.toJava(realm, key);
      Object value = HostMaps.find(map, k);
      if (value != HostMaps.NONE) {
        return LevelBoundary.toLua(realm, self, value);
      }
    }
    String name = key instanceof LuaString s ? MemberNames.of(s) : null;
    return name == null ? LuaValue.NIL : member(realm, self, name, key);
  }

  private static Object text(LuaString s) {
    String text = MemberNames.of(s);
    return text != null ? text : LuaStrings.bytes(s);
  }

  private static LuaValue member(Realm realm, Object self, String name, LuaValue key)
      throws Throwable {
    Class<?> type = self.getClass();
    List<Object[]> methods = Members.methods(type, name);
    if (!methods.isEmpty()) {
      return new HostMethod(name, methods, key);
    }
    if (type.isArray() && name.equals("length")) {
      return LuaValue.valueOf(Array.getLength(self));
    }
    Object[] getter = Members.getter(type, name);
    if (getter != null) {
      return HostCall.invoke(realm, getter, self, NO_ARGUMENTS);
    }
    Field field = Members.field(type, name);
    if (field == null) {
      HiddenMembers.check(type, name);
      return LuaValue.NIL;
    }
    return Conversions.toLua(realm, field.get(self));
  }

  /** Sets an element, an entry, a property or a field. */
  static void set(Realm realm, Object self, LuaValue key, LuaValue value) throws Throwable {
    try {
      if (key.type() == LuaValue.TNUMBER && isIndexed(self)) {
        setElement(realm, self, position(key), value);
        return;
      }
      if (self instanceof Map<?, ?> map) {
        HostMaps.put(map, Conversions.toJava(realm, key), HostCall.toObject(realm, value));
        return;
      }
    } catch (UnsupportedOperationException e) {
      throw LuaRuntimeException.message("a " + typeName(self) + " cannot be changed", e);
    } catch (ClassCastException | ArrayStoreException e) {
      throw LuaRuntimeException.message(
          Coercion.shown(key) + " of a " + typeName(self) + " cannot be " + Coercion.shown(value),
          e);
    }
    String name = key instanceof LuaString s ? MemberNames.of(s) : null;
    if (name != null) {
      List<Object[]> setters = Members.setters(self.getClass(), name);
      if (!setters.isEmpty()) {
        Overload.call(realm, name, setters, self, value, 0);
        return;
      }
      Field field = Members.field(self.getClass(), name);
      if (field != null && !Modifier.isFinal(field.getModifiers())) {
        field.set(self, HostCall.toDeclared(realm, name, value, field.getType()));
        return;
      }
      HiddenMembers.check(self.getClass(), name);
    }
    throw LuaRuntimeException.message(
        "`" + key.tojstring() + "` cannot be set on " + typeName(self));
  }

  /** {@code #object}. */
  static LuaValue length(Object self) {
    int size = size(self);
    if (size < 0) {
      throw LuaRuntimeException.message("attempt to get length of a " + typeName(self));
    }
    return LuaValue.valueOf(size);
  }

  /** The number of elements, -1 if the object has no such thing. */
  static int size(Object self) {
    if (self instanceof Collection<?> c) {
      return c.size();
    }
    if (self instanceof Map<?, ?> m) {
      return m.size();
    }
    if (self instanceof CharSequence s) {
      return s.length();
    }
    return self.getClass().isArray() ? Array.getLength(self) : -1;
  }

  static boolean isIndexed(Object self) {
    return self instanceof List<?> || self.getClass().isArray();
  }

  /** The element at a 1-based position. */
  static Object element(Object self, int i) {
    if (self instanceof List<?> list) {
      return list.get(i - 1);
    }
    if (self instanceof Object[] array) {
      return array[i - 1];
    }
    if (self instanceof int[] array) {
      return array[i - 1];
    }
    if (self instanceof double[] array) {
      return array[i - 1];
    }
    return Array.get(self, i - 1);
  }

  private static int position(LuaValue key) {
    double d = key.todouble();
    return d == (int) d ? (int) d : -1;
  }

  private static void setElement(Realm realm, Object self, int i, LuaValue value) {
    int size = size(self);
    boolean grows = self instanceof List<?> && i == size + 1;
    if (i < 1 || (i > size && !grows)) {
      throw LuaRuntimeException.message("index " + i + " is out of range 1 to " + size);
    }
    if (self instanceof List<?> list) {
      HostMaps.setElement(list, i - 1, HostCall.toObject(realm, value));
    } else {
      Class<?> type = self.getClass().getComponentType();
      Array.set(self, i - 1, HostCall.toDeclared(realm, "element", value, type));
    }
  }

  static String typeName(Object self) {
    return self.getClass().getTypeName();
  }
}
