package org.moonwire.engine.interop;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.access.GrantedTypes;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.access.PerClass;

/**
 * What a class has without an object: public constructors, as {@code new}, static methods and
 * static fields; closed types left out. Computed once per class, of JDK objects only.
 */
final class Statics {
  private static final PerClass<Map<String, List<Object[]>>> METHODS =
      new PerClass<>(Statics::find);

  private Statics() {}

  /** The methods of that name, the constructors for {@code new}; empty if there are none. */
  static List<Object[]> methods(Class<?> type, String name) {
    return METHODS.get(type).getOrDefault(name, List.of());
  }

  /** The public static field, or null. */
  static Field field(Class<?> type, String name) {
    try {
      Field field = type.getField(name);
      boolean usable =
          Modifier.isStatic(field.getModifiers())
              && OpenTypes.contains(field.getDeclaringClass())
              && !ClosedTypes.contains(field.getType());
      return usable && field.trySetAccessible() ? field : null;
    } catch (NoSuchFieldException e) {
      return null;
    }
  }

  private static Map<String, List<Object[]>> find(Class<?> type) {
    Map<String, List<Object[]>> found = new HashMap<>();
    if (!OpenTypes.contains(type) || ClosedTypes.contains(type)) {
      return found;
    }
    Arrays.stream(type.getMethods())
        .filter(m -> Modifier.isStatic(m.getModifiers()) && isUsable(m))
        .sorted(Comparator.comparing(Method::toString))
        .forEach(m -> add(found, Callee.in(type, Callee.of(m))));
    if (!Modifier.isAbstract(type.getModifiers())) {
      Arrays.stream(type.getConstructors())
          .filter(c -> Arrays.stream(c.getParameterTypes()).noneMatch(ClosedTypes::contains))
          .sorted(Comparator.comparing(Constructor::toString))
          .forEach(c -> add(found, Callee.in(type, Callee.of(c))));
    }
    return found;
  }

  private static boolean isUsable(Method m) {
    return OpenTypes.contains(m.getDeclaringClass())
        && !GrantedTypes.isClosed(m.getDeclaringClass())
        && !ClosedTypes.contains(m.getReturnType())
        && Arrays.stream(m.getParameterTypes()).noneMatch(ClosedTypes::contains);
  }

  private static void add(Map<String, List<Object[]>> found, Object[] callee) {
    if (callee != null) {
      found.computeIfAbsent(Callee.name(callee), n -> new ArrayList<>()).add(callee);
    }
  }
}
