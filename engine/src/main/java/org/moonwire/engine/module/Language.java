package org.moonwire.engine.module;

/** The levels of the Lua language that an engine can have. */
public enum Language {
  /** Lua 5.2: all numbers are doubles. */
  LUA_5_2("5.2"),

  /** Lua 5.4: integers of 64 bits and floats, operators on bits. */
  LUA_5_4("5.4");

  private final String version;

  Language(String version) {
    this.version = version;
  }

  /**
   * The level of that version, {@code 5.2} or {@code 5.4}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Language of(String version) {
    for (Language language : values()) {
      if (language.version.equals(version)) {
        return language;
      }
    }
    throw new IllegalArgumentException("no language level `" + version + "`; give 5.2 or 5.4");
  }

  /** The version as scripts and hosts write it, for example {@code 5.4}. */
  public String version() {
    return version;
  }
}
