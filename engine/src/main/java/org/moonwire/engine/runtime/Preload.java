package org.moonwire.engine.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Loads what running scripts needs, once per JVM and before the first one runs. A class that is
 * first met in a full heap or at the end of the stack can fail in its initialisation, and is then
 * broken for every later script.
 */
final class Preload {
  /** One class a line; a test keeps it complete. */
  private static final String LIST = "/org/moonwire/engine/runtime/classes.txt";

  private static final boolean DONE = load();

  private Preload() {}

  /** Returns when all is loaded, true if nothing was missing; of many threads the first does it. */
  static boolean done() {
    return DONE;
  }

  private static boolean load() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Preload.class.getResourceAsStream(LIST), StandardCharsets.UTF_8))) {
      ClassLoader loader = Preload.class.getClassLoader();
      boolean all = true;
      for (String name = lines.readLine(); name != null; name = lines.readLine()) {
        all &= load(name, loader);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean load(String name, ClassLoader loader) {
    try {
      Class.forName(name, true, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      // A jar or a JVM that was shrunk: what is not there is not needed.
      System.getLogger("org.moonwire.engine")
          .log(System.Logger.Level.DEBUG, "a class of the engine cannot be used", e);
      return e instanceof ClassNotFoundException && isNumbered(name);
    }
  }

  /**
   * Whether it depends on javac that there is such a class: some make one for a switch over an
   * enum.
   */
  static boolean isNumbered(String name) {
    return name.matches(".*\\$\\d+");
  }
}
