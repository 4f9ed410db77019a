package org.moonwire.engine.core;

/**
 * The way out of long loops in Java code: ends the run on interrupt, deadline or {@code close()} by
 * throwing an error that no Lua code can catch, and bounds the length of strings and the memory
 * that scripts hold.
 */
public final class Poll {
  /** The bytes of an object that is a string, without those of its text. */
  private static final int STRING = 56;

  private static final int SHORT = 1024;

  /** A shorter text is counted with what holds it. */
  private static final int MAX_SHORT_TEXT = 24;

  private Poll() {}

  /** Called about every thousand steps of a loop whose length a script decides. */
  public static void check() {
    Task task = Task.current();
    if (task != null) {
      task.poll();
    }
    Watchdog.check();
  }

  /**
   * Called before, or every some thousand steps during, work on {@code units} bytes or values that
   * is too small by itself to be polled in: a loop of such calls is.
   */
  public static void work(long units) {
    Task task = Task.current();
    if (task != null) {
      task.work(units);
    }
  }

  /** Called before a look at each of so many bytes; a short text is no work to speak of. */
  public static void bytes(long length) {
    if (length > SHORT) {
      work(length);
    }
  }

  /**
   * Called before a string of {@code length} bytes is built.
   *
   * @throws LuaRuntimeException {@code not enough memory} when the string is longer than the engine
   *     allows
   */
  public static void checkStringLength(long length) {
    checkStringLength(Task.current(), length);
  }

  /** As above, for a task that is known. */
  static void checkStringLength(Task task, long length) {
    Limits limits = task == null ? Limits.DEFAULT : task.run.limits();
    if (length > limits.string()) {
      throw LuaRuntimeException.outOfMemory();
    }
    if (task != null) {
      task.work(length);
      task.spend(STRING + length);
    }
  }

  /**
   * Called before something else of {@code bytes} bytes is allocated, many values or a string that
   * is not long.
   *
   * @throws LuaRuntimeException {@code not enough memory} when the run would hold more than it may
   */
  public static void charge(long bytes) {
    MemoryQuota.charge(bytes);
  }

  /**
   * As {@link #charge}, for a part of what a module's function is putting together: until the
   * function returns it all counts as held.
   *
   * @throws LuaRuntimeException {@code not enough memory} when the run would hold more than it may
   */
  public static void building(long bytes) {
    building(Task.current(), bytes);
  }

  private static void building(Task task, long bytes) {
    if (task != null && task.memory != Limits.NONE) {
      task.realm.quota.spendBuilding(task, bytes);
    }
  }

  /** As {@link #building}, for the Java text of a Lua string. */
  public static void buildingText(long length) {
    if (length > MAX_SHORT_TEXT) {
      building(STRING + length);
    }
  }

  /** As above, for a task that is known; null for none. */
  public static void buildingText(Task task, long length) {
    if (length > MAX_SHORT_TEXT) {
      building(task, STRING + length);
    }
  }
}
