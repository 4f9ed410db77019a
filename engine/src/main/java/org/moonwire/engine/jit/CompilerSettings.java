package org.moonwire.engine.jit;

/**
 * When functions are compiled: after so many calls, and until so many exits to the interpreter in a
 * row. {@code forced}, if not 0, makes every so many-th instruction leave for the interpreter, for
 * tests.
 */
record CompilerSettings(boolean isOn, int calls, int exits, int forced) {
  private static final String NAME = "moonwire.compiler";

  /** Calls of which each saves a little have to make up for about a millisecond. */
  private static final int CALLS = 200;

  /** An exit takes a hundred times what an instruction saves. */
  private static final int EXITS = 64;

  /** As system properties say; what a builder says, if it does, counts for more. */
  static CompilerSettings of(Boolean configured) {
    boolean on = "on".equalsIgnoreCase(System.getProperty(NAME));
    return new CompilerSettings(
        configured == null ? on : configured,
        Integer.getInteger(NAME + ".calls", CALLS),
        Integer.getInteger(NAME + ".exits", EXITS),
        Integer.getInteger(NAME + ".forced", 0));
  }
}
