package org.moonwire.engine.core;

/**
 * The way out of long loops in Java code: ends the run on interrupt, deadline or {@code close()} by
 * throwing an error that no Lua code can catch, and bounds the length of strings.
 */
public final class Poll {
  /** The longest string a script may build, in bytes. */
  public static final long MAX_STRING = 1L << 30;

  private Poll() {}

  /** Called about every thousand steps of a loop whose length a script decides. */
  public static void check() {
    Task task = Task.current();
    if (task != null) {
      task.poll();
    }
  }

  /**
   * Called before a string of {@code length} bytes is built.
   *
   * @throws LuaRaise {@code not enough memory} when the string is longer than the engine allows
   */
  public static void checkStringLength(long length) {
    if (length > MAX_STRING) {
      throw LuaRaise.message("not enough memory");
    }
  }
}
