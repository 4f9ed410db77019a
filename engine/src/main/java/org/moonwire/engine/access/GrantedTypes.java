package org.moonwire.engine.access;

import java.util.Optional;

/** Finds the classes that a host grants by name, and says which can never be granted. */
public final class GrantedTypes {
  private static final PerClass<Boolean> UNGRANTABLE =
      new PerClass<>(type -> ClosedTypes.anySupertype(type, GrantedTypes::isNamed));

  private GrantedTypes() {}

  private static boolean isNamed(Class<?> type) {
    return Doors.of(type).stream().anyMatch(door -> door.kind() == Doors.Kind.CLASS);
  }

  /** Returns whether no host may grant the type. */
  public static boolean isClosed(Class<?> type) {
    return ClosedTypes.contains(type) || UNGRANTABLE.get(type);
  }

  /** Returns whether there is a type of this name that no host may grant. */
  static boolean isClosed(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(name, context)
        .or(() -> load(name, GrantedTypes.class.getClassLoader()))
        .filter(GrantedTypes::isClosed)
        .isPresent();
  }

  /**
   * Finds a public class through the thread's context class loader or else ours; nothing if there
   * is none or it can never be granted. Does not initialize it.
   */
  public static Optional<Class<?>> find(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(name, context)
        .or(() -> load(name, GrantedTypes.class.getClassLoader()))
        .filter(type -> OpenTypes.contains(type) && !isClosed(type));
  }

  /** Whether there is such a class that could be granted, were it public. */
  static boolean isHidden(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return load(name, context)
        .or(() -> load(name, GrantedTypes.class.getClassLoader()))
        .filter(type -> !OpenTypes.contains(type) && !isClosed(type))
        .isPresent();
  }

  private static Optional<Class<?>> load(String name, ClassLoader loader) {
    try {
      return loader == null ? Optional.empty() : Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
