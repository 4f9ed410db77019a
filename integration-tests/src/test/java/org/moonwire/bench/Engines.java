package org.moonwire.bench;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;

/** The script engines that are compared, by the names in the tables. */
final class Engines {
  private static final String UNCHECKED = "unchecked";

  private Engines() {}

  /**
   * A new engine: {@code moonwire}, {@code luaj}, {@code nashorn}, or {@code unchecked} for ours
   * without polls, which must be the first of ours in its JVM.
   */
  static ScriptEngine create(String name) {
    if (name.equals(UNCHECKED)) {
      System.setProperty("org.moonwire.unchecked", "true");
    }
    String known = name.equals(UNCHECKED) ? "moonwire" : name;
    ScriptEngine engine = new ScriptEngineManager().getEngineByName(known);
    if (engine == null) {
      throw new IllegalStateException("no script engine `" + name + "` on the class path");
    }
    return engine;
  }

  static String extension(String name) {
    return name.equals("nashorn") ? ".js" : ".lua";
  }
}
