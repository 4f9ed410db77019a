package org.moonwire.engine.jit;

import java.lang.System.Logger.Level;

/**
 * When functions are compiled: once so many things have been hot in the JVM, after so many calls,
 * and until so many exits to the interpreter in a row. {@code forced}, if not 0, makes every so
 * many-th instruction leave for the interpreter, for tests.
 */
record CompilerSettings(boolean isOn, int hot, int calls, int exits, int forced) {
  private static final String NAME = "moonwire.compiler";

  /**
   * To load the compiler takes a tenth of a second of processor time in a fresh JVM, as much as the
   * interpreter needs for some hundred polls.
   */
  private static final int HOT = 200;

  /** Calls of which each saves a little have to make up for about a millisecond. */
  private static final int CALLS = 200;

  /** An exit takes a hundred times what an instruction saves. */
  private static final int EXITS = 64;

  /** As system properties say; what a builder says, if it does, counts for more. */
  static CompilerSettings of(Boolean configured) {
    int calls = Integer.getInteger(NAME + ".calls", CALLS);
    return new CompilerSettings(
        configured == null ? isOnInJvm() : configured,
        Math.min(HOT, calls),
        calls,
        Integer.getInteger(NAME + ".exits", EXITS),
        Integer.getInteger(NAME + ".forced", 0));
  }

  private static boolean isOnInJvm() {
    String value = System.getProperty(NAME, "on");
    boolean off = value.equalsIgnoreCase("off");
    if (!off && !value.equalsIgnoreCase("on")) {
      System.getLogger("org.moonwire.engine")
          .log(Level.ERROR, "`" + NAME + "` is `" + value + "`; give `on` or `off`; it is on");
    }
    return !off;
  }
}
