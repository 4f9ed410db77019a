package org.moonwire.engine.module;

/**
 * Takes down what an object holds for a script, to be counted against the script's memory limit.
 * For the time of {@link LuaObject#reportTo} only.
 */
public interface HeldMemory {
  /** Adds a number of bytes, those of buffers and queues for example. */
  void add(long bytes);

  /**
   * Adds an object: a String, an array, a collection or map of the JDK with what is in it, a {@link
   * LuaObject}, or a {@link org.moonwire.engine.channel.Channel}. Each object counts once, however
   * often it is reported; null counts for nothing.
   */
  void hold(Object held);
}
