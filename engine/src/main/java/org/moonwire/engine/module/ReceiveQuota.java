package org.moonwire.engine.module;

/**
 * What may wait for a script that comes to it from outside, such as messages: a part of its memory
 * limit, which all that the scripts of the same Bindings have open share. Without a memory limit
 * everything fits. Thread-safe; takes no lock but its own.
 */
public interface ReceiveQuota {
  /**
   * True if {@code bytes} more may wait: a quarter of the memory limit waits at most. If not, the
   * source is to be held back until the script has taken what waits.
   */
  boolean hasRoom(long bytes);

  /**
   * Called before {@code bytes} more are kept that cannot be held back: what is unfinished, or was
   * fetched already. False if more than half of the memory limit would wait; then the source must
   * end.
   */
  boolean admits(long bytes);

  /** The source has ended; what waits of it still counts. */
  void end();
}
