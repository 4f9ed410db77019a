package org.moonwire.engine.access;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which parts of Lua that reach the host a host hands to scripts, by name: {@code io}, {@code os}
 * or one of its functions ({@code os.getenv}), {@code dofile}, {@code loadfile}, {@code debug},
 * {@code package}, {@code string.dump}. Immutable.
 */
public final class Grants {
  /** Nothing is granted. */
  public static final Grants NONE = new Grants(Set.of());

  /** The functions of {@code os} that can be granted one by one. */
  public static final List<String> OS_FUNCTIONS =
      List.of("execute", "exit", "getenv", "remove", "rename", "setlocale", "tmpname");

  private static final String OS = "os.";
  private static final Set<String> WHOLE =
      Set.of("io", "os", "dofile", "loadfile", "debug", "package", "string.dump");

  private final Set<String> names;

  private Grants(Set<String> names) {
    this.names = names;
  }

  /**
   * Grants these names.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public static Grants of(String... granted) {
    Set<String> all = new TreeSet<>(Arrays.asList(granted));
    for (String name : all) {
      boolean function = name.startsWith(OS) && OS_FUNCTIONS.contains(name.substring(OS.length()));
      if (!WHOLE.contains(name) && !function) {
        throw new IllegalArgumentException(
            "`" + name + "` cannot be granted; known are " + new TreeSet<>(WHOLE) + " and os.*");
      }
    }
    return new Grants(Set.copyOf(all));
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
    return new Grants(Set.copyOf(all));
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
