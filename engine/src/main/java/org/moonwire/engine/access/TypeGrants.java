package org.moonwire.engine.access;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
   * Grants by text: {@code class:NAME}, {@code package:NAME}, {@code member:CLASS.NAME}.
   *
   * @throws IllegalArgumentException if one is written otherwise, or cannot be granted
   */
  public static TypeGrants of(List<String> grants) {
    Set<String> packages = new HashSet<>();
    Set<String> classes = new HashSet<>();
    Map<String, Set<String>> members = new HashMap<>();
    for (String grant : grants) {
      String name = grant.substring(grant.indexOf(':') + 1);
      int dot = name.lastIndexOf('.');
      if (grant.startsWith("class:")) {
        classes.add(grantable(name));
      } else if (grant.startsWith("package:")) {
        packages.add(name);
      } else if (grant.startsWith("member:") && dot > 0) {
        String type = grantable(name.substring(0, dot));
        members.computeIfAbsent(type, t -> new HashSet<>()).add(name.substring(dot + 1));
      } else {
        throw new IllegalArgumentException(
            "`" + grant + "` is not class:NAME, package:NAME or member:CLASS.NAME");
      }
    }
    return new TypeGrants(packages, classes, members);
  }

  /** A class that is not there grants nothing; that may be so in one of two installations. */
  private static String grantable(String name) {
    if (GrantedTypes.isClosed(name)) {
      throw new IllegalArgumentException("`" + name + "` cannot be granted to scripts");
    }
    return name;
  }

  /** True if nothing is granted. */
  public boolean isEmpty() {
    return packages.isEmpty() && classes.isEmpty() && members.isEmpty();
  }

  /** These and others. */
  public TypeGrants and(TypeGrants others) {
    Set<String> allPackages = new HashSet<>(packages);
    allPackages.addAll(others.packages);
    Set<String> allClasses = new HashSet<>(classes);
    allClasses.addAll(others.classes);
    Map<String, Set<String>> allMembers = new HashMap<>();
    for (Map<String, Set<String>> some : List.of(members, others.members)) {
      some.forEach(
          (type, names) -> allMembers.computeIfAbsent(type, t -> new HashSet<>()).addAll(names));
    }
    return new TypeGrants(allPackages, allClasses, allMembers);
  }

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

  /** Returns whether the host has granted a class by its name that is not public. */
  public boolean isHidden(String name) {
    return (classes.contains(name) || members.containsKey(name)) && GrantedTypes.isHidden(name);
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
