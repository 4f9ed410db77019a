package org.moonwire.engine.access;

import java.util.function.Predicate;

/**
 * The types that no script gets hold of, since each of them leads from a harmless object to the JVM
 * or to the engine: reflection, class loading, threads, processes, script engines, the containers
 * of frameworks. See {@code doors.txt}.
 */
public final class ClosedTypes {
  private static final PerClass<Boolean> CLOSED =
      new PerClass<>(type -> anySupertype(type, ClosedTypes::isNamed));

  private ClosedTypes() {}

  /** True if the type, its element type or one of its supertypes is closed. */
  public static boolean contains(Class<?> type) {
    return CLOSED.get(type);
  }

  /** True if the type, its element type, or a class or interface above it passes the test. */
  static boolean anySupertype(Class<?> type, Predicate<Class<?>> test) {
    if (type.isArray()) {
      return anySupertype(type.getComponentType(), test);
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (test.test(c)) {
        return true;
      }
      for (Class<?> i : c.getInterfaces()) {
        if (anySupertype(i, test)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNamed(Class<?> type) {
    // The superclass of every dynamic proxy, and as such no door to anything.
    return type != java.lang.reflect.Proxy.class
        && Doors.of(type).stream().anyMatch(door -> door.kind() == Doors.Kind.TYPE);
  }
}
