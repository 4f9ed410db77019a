package org.moonwire.engine.channel;

import java.lang.ref.Cleaner;

/**
 * Tells that an object cannot be reached any more, on a daemon thread of the JVM that ends when our
 * classes are unloaded. For the engine.
 */
public final class Unreachable {
  private static final Cleaner CLEANER = Cleaner.create();

  private Unreachable() {}

  /**
   * Runs {@code action} once, when nothing reaches {@code object} any more or the result is called.
   * The action must be short and must not reach the object itself.
   */
  public static Cleaner.Cleanable watch(Object object, Runnable action) {
    return CLEANER.register(object, action);
  }
}
