package org.moonwire.engine.access;

import java.util.LinkedHashMap;
import java.util.Map;

/** The variables that a host grants to scripts by name. Immutable. */
public final class GrantedVariables {
  /** None but those that the system property names. */
  public static final GrantedVariables NONE = new GrantedVariables(Map.of());

  private static final String PROPERTY = "moonwire.env";

  private final Map<String, String> values;

  private GrantedVariables(Map<String, String> values) {
    this.values = values;
  }

  /**
   * The same and those variables of the process that are set.
   *
   * @throws IllegalArgumentException if a name is empty or has a {@code =}
   */
  public GrantedVariables and(String... names) {
    Map<String, String> more = new LinkedHashMap<>();
    for (String name : names) {
      requireName(name);
      String value = System.getenv(name);
      if (value != null) {
        more.put(name, value);
      }
    }
    return and(more);
  }

  /**
   * The same and values of the host's own, which count more.
   *
   * @throws IllegalArgumentException if a name is empty or has a {@code =}
   */
  public GrantedVariables and(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(values);
    more.forEach(
        (name, value) -> {
          requireName(name);
          all.put(name, value);
        });
    return new GrantedVariables(all);
  }

  private static void requireName(String name) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("`" + name + "` is no name of a variable");
    }
  }

  /** Names and values, those that the system property grants among them. */
  public Map<String, String> values() {
    String property = System.getProperty(PROPERTY);
    if (property == null || property.isBlank()) {
      return values;
    }
    try {
      String[] names = property.strip().split("\\s*,\\s*", -1);
      return NONE.and(names).and(values).values;
    } catch (IllegalArgumentException e) {
      // Making an engine never fails; what is written wrong grants nothing.
      System.getLogger("org.moonwire.engine")
          .log(System.Logger.Level.ERROR, "system property `" + PROPERTY + "`: " + e.getMessage());
      return values;
    }
  }
}
