package org.moonwire.engine.interop;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.core.Realm;

/**
 * The declared types of what is in collections and maps, as in {@code List<Long>}: what a table's
 * elements become when Java takes them out.
 */
final class Elements {
  private Elements() {}

  /** For each parameter the type of its elements, null if it has none; null if no one has. */
  static Class<?>[] of(Type[] parameters, int count) {
    Class<?>[] found = null;
    // Constructors of inner classes do not tell the type of their outer object.
    for (int i = 0; i < count && parameters.length == count; i++) {
      Class<?> element = of(parameters[i]);
      if (element != null) {
        found = found == null ? new Class<?>[count] : found;
        found[i] = element;
      }
    }
    return found;
  }

  private static Class<?> of(Type parameter) {
    if (!(parameter instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw)) {
      return null;
    }
    Type[] arguments = p.getActualTypeArguments();
    boolean values = raw == Map.class && arguments.length == 2;
    boolean elements = Iterable.class.isAssignableFrom(raw) && arguments.length == 1;
    return values || elements ? erased(arguments[arguments.length - 1]) : null;
  }

  /** Null for Object and for what is only known where the object is made. */
  private static Class<?> erased(Type type) {
    Type t = type instanceof WildcardType w ? w.getUpperBounds()[0] : type;
    Type raw = t instanceof ParameterizedType p ? p.getRawType() : t;
    return raw instanceof Class<?> c && c != Object.class && !ClosedTypes.contains(c) ? c : null;
  }

  /** The Java object for a place of {@code type} with elements of {@code element}, if not null. */
  static Object convert(Realm realm, LuaValue v, Class<?> type, Class<?> element) {
    if (!(v instanceof LuaTable table)) {
      return Coercion.convert(realm, v, type);
    }
    if (type == Set.class) {
      return new LinkedHashSet<>(new TableView(realm, table, element).asList());
    }
    if (element == null) {
      return Coercion.convert(realm, v, type);
    }
    Object plain = Coercion.convert(realm, v, type);
    TableView typed = new TableView(realm, table, element);
    if (plain instanceof TableView) {
      return typed;
    }
    return plain instanceof ListView ? typed.asList() : plain;
  }

  /** An element as Java takes it out. */
  static Object taken(Realm realm, LuaValue v, Class<?> element) {
    if (element == null || v.isnil()) {
      return Conversions.toJava(realm, v);
    }
    if (Coercion.cost(v, element) == Coercion.NO) {
      throw new ClassCastException(
          "an element must be " + Coercion.describe(element) + ", got " + Coercion.shown(v));
    }
    return Coercion.convert(realm, v, element);
  }
}
