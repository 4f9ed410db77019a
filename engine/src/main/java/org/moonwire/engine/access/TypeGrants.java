package org.moonwire.engine.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which classes, and which of their static members, scripts may use by name. Immutable. */
public final class TypeGrants {
  private final Set<String> packages;
  private final Set<String> classes;
  private final Map<String, Set<String>> members;

  /** Copies what is granted: packages, classes, and members by class, all by name. */
  public TypeGrants(Set<String> packages, Set<String> classes, Map<String, Set<String>> members) {
    this.packages = Set.copyOf(packages);
    this.classes = Set.copyOf(classes);
    Map<String, Set<String>> copy = new HashMap<>();
    members.forEach((type, names) -> copy.put(type, Set.copyOf(names)));
    this.members = Map.copyOf(copy);
  }

  /** Nothing is granted. */
  public static final TypeGrants NONE = new TypeGrants(Set.of(), Set.of(), Map.of());

  /**
   * True if a closed member of objects of a class is granted, under the name of the class or of a
   * type above it. A grant of a whole class or package does not open what is closed.
   */
  public boolean opens(Class<?> type, String member) {
    return !members.isEmpty()
        && ClosedMembers.names(type).stream()
            .anyMatch(name -> members.getOrDefault(name, Set.of()).contains(member));
  }

  /** Finds a class by its name if something of it is granted. */
  public Optional<Class<?>> find(String name) {
    return isNamed(name) ? GrantedTypes.find(name) : Optional.empty();
  }

  private boolean isNamed(String name) {
    int dot = name.lastIndexOf('.');
    return classes.contains(name)
        || members.containsKey(name)
        || packages.contains(dot < 0 ? "" : name.substring(0, dot));
  }

  /** Returns whether a static member of a class is granted, {@code new} for its constructors. */
  public boolean contains(Class<?> type, String member) {
    return classes.contains(type.getName())
        || packages.contains(type.getPackageName())
        || members.getOrDefault(type.getName(), Set.of()).contains(member);
  }
}
