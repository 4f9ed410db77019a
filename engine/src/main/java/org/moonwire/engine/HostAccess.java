package org.moonwire.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.moonwire.engine.access.GrantedTypes;
import org.moonwire.engine.access.TypeGrants;

/**
 * What scripts may use of Java beyond the objects that their host binds: constructors, static
 * methods and static fields of the classes it grants, through {@code java.type("a.b.C")}. Nothing
 * is granted unless it is named here. Types that lead to the JVM (reflection, class loading,
 * threads, processes, {@code System}, script engines, executors, deserialization, remote calls,
 * compilers) cannot be granted. Immutable.
 */
public final class HostAccess {
  private final TypeGrants grants;

  private HostAccess(Builder builder) {
    grants = new TypeGrants(builder.packages, builder.classes, builder.members);
  }

  TypeGrants grants() {
    return grants;
  }

  /** Starts with nothing granted. */
  public static Builder builder() {
    return new Builder();
  }

  /** Grants classes; not thread-safe. */
  public static final class Builder {
    private final Set<String> packages = new HashSet<>();
    private final Set<String> classes = new HashSet<>();
    private final Map<String, Set<String>> members = new HashMap<>();

    private Builder() {}

    /** Grants the public classes of packages, not of the packages inside them. */
    public Builder packages(String... names) {
      packages.addAll(Arrays.asList(names));
      return this;
    }

    /**
     * Grants classes.
     *
     * @throws IllegalArgumentException for a type that cannot be granted
     */
    public Builder classes(Class<?>... types) {
      for (Class<?> type : types) {
        classes.add(checked(type));
      }
      return this;
    }

    /** Grants classes by their names, as {@link Class#getName} gives them. */
    public Builder classes(String... names) {
      classes.addAll(Arrays.asList(names));
      return this;
    }

    /**
     * Grants these static methods and fields of a class alone, {@code new} for its constructors.
     * Opens them where they are closed by default, also the methods of its objects: what opens
     * files, connections and threads is closed to grants of whole classes and to bound objects.
     *
     * @throws IllegalArgumentException for a type that cannot be granted
     */
    public Builder members(Class<?> type, String... names) {
      members.computeIfAbsent(checked(type), t -> new HashSet<>()).addAll(Arrays.asList(names));
      return this;
    }

    private static String checked(Class<?> type) {
      if (GrantedTypes.isClosed(Objects.requireNonNull(type, "type"))) {
        throw new IllegalArgumentException("`" + type.getName() + "` cannot be granted to scripts");
      }
      return type.getName();
    }

    /** Returns what was granted. */
    public HostAccess build() {
      return new HostAccess(this);
    }
  }

  /** Finds a class by its name if something of it is granted. */
  public Optional<Class<?>> find(String name) {
    return grants.find(name);
  }

  /** Returns whether a static member of a class is granted, {@code new} for its constructors. */
  public boolean grants(Class<?> type, String member) {
    return grants.contains(type, member);
  }
}
