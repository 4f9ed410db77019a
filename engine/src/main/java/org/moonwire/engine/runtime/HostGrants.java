package org.moonwire.engine.runtime;

import java.nio.file.Path;
import org.moonwire.engine.access.Grants;
import org.moonwire.policy.AccessFile;
import org.moonwire.policy.PolicyLoadException;

/**
 * What the JVM's start grants beside the builder: the names in {@code moonwire.grants}, and those
 * in the file that {@code moonwire.access} names. What is written wrong grants nothing and is
 * logged; making an engine never fails.
 */
final class HostGrants {
  private HostGrants() {}

  /** These grants and those of the system properties. */
  static Grants of(Grants configured) {
    return configured
        .and(read("moonwire.grants", Grants::parse))
        .and(read("moonwire.access", HostGrants::file));
  }

  private static Grants file(String name) {
    return Grants.of(AccessFile.load(Path.of(name)).grants().toArray(String[]::new));
  }

  private interface Reader {
    Grants read(String value);
  }

  private static Grants read(String property, Reader reader) {
    String value = System.getProperty(property);
    try {
      return value == null ? Grants.NONE : reader.read(value);
    } catch (IllegalArgumentException | PolicyLoadException e) {
      System.getLogger("org.moonwire.engine")
          .log(
              System.Logger.Level.ERROR,
              "system property `" + property + "` grants nothing: " + e.getMessage());
      return Grants.NONE;
    }
  }
}
