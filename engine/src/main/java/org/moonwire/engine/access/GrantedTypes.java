package org.moonwire.engine.access;

import java.util.Optional;

/** Finds the classes that a host grants by name, and says which can never be granted. */
public final class GrantedTypes {
  private GrantedTypes() {}

  /** Returns whether no host may grant the type. */
  public static boolean isClosed(Class<?> type) {
    return type == System.class || ClosedTypes.contains(type);
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

  private static Optional<Class<?>> load(String name, ClassLoader loader) {
    try {
      return loader == null ? Optional.empty() : Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
