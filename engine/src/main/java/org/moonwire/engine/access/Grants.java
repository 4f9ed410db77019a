package org.moonwire.engine.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a host hands to scripts, by name. Parts of Lua that reach the host: {@code io}, {@code os}
 * or one of its functions ({@code os.getenv}), {@code dofile}, {@code loadfile}, {@code debug},
 * {@code package}, {@code string.dump}. Parts of Java: see {@link TypeGrants#of}. Immutable.
 */
public final class Grants {
  /** Nothing is granted. */
  public static final Grants NONE = new Grants(Set.of(), TypeGrants.NONE);

  /** The functions of {@code os} that can be granted one by one. */
  public static final List<String> OS_FUNCTIONS =
      List.of("execute", "exit", "getenv", "remove", "rename", "setlocale", "tmpname");

  private static final String OS = "os.";
  private static final Set<String> WHOLE =
      Set.of("io", "os", "dofile", "loadfile", "debug", "package", "string.dump");

  private final Set<String> names;
  private final TypeGrants types;

  private Grants(Set<String> names, TypeGrants types) {
    this.names = names;
    this.types = types;
  }

  /**
   * Grants these names.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public static Grants of(String... granted) {
    Map<Boolean, List<String>> ofJava =
        Arrays.stream(granted)
            .distinct()
            .collect(Collectors.partitioningBy(name -> name.contains(":")));
    List<String> all = ofJava.get(false);
    for (String name : all) {
      boolean function = name.startsWith(OS) && OS_FUNCTIONS.contains(name.substring(OS.length()));
      if (!WHOLE.contains(name) && !function) {
        throw new IllegalArgumentException(
            "`"
                + name
                + "` cannot be granted; known are "
                + new TreeSet<>(WHOLE)
                + ", os.*, class:NAME, package:NAME and member:CLASS.NAME");
      }
    }
    return new Grants(Set.copyOf(all), TypeGrants.of(ofJava.get(true)));
  }

  /**
   * Grants a list of names separated by commas.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public static Grants parse(String list) {
    return of(
        Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toArray(String[]::new));
  }

  /** These and others. */
  public Grants and(Grants others) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(others.names);
    return new Grants(Set.copyOf(all), types.and(others.types));
  }

  /** What is granted of Java. */
  public TypeGrants types() {
    return types;
  }

  /** True if a granted library must be made anew for each realm, as {@code io} with its files. */
  public boolean areRealmBound() {
    return has("io") || has("debug") || has("package") || has("string.dump");
  }

  /** True if the name itself, or the library it is part of, is granted. */
  public boolean has(String name) {
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains(name.substring(0, dot)));
  }
}
