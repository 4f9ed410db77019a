package org.moonwire.websocket.net;

/**
 * What one turn of an event loop brought: how long it waited, how many channels were ready, how
 * much was read. Every field is of the leader's thread only, see {@link LoopLeadership}.
 */
final class LoopTick {
  /**
   * The most a small message has. Beyond about this size copying and parsing cost more than waking
   * a thread, so that it pays to have the loop read while the script works.
   */
  private static final int MAX_SMALL_BYTES = 4096;

  /** When the tick began, as {@link System#nanoTime()} has it. */
  private long begunAt;

  /** When the first channel was found ready. */
  private long readyAt;

  /** How many channels were ready. */
  private int readyChannels;

  /** How many bytes were read. */
  private long bytes;

  /** Whether a task or an alarm ran. */
  private boolean ranTasks;

  /** Begins anew and returns the time. */
  long begin() {
    begunAt = System.nanoTime();
    readyChannels = 0;
    bytes = 0;
    ranTasks = false;
    return begunAt;
  }

  /** A channel is ready; returns true if it is the first. */
  boolean serves() {
    if (readyChannels++ > 0) {
      return false;
    }
    readyAt = System.nanoTime();
    return true;
  }

  /** So many bytes were read from a channel. */
  void reads(int count) {
    bytes += count;
  }

  /** A task or an alarm runs. */
  void works() {
    ranTasks = true;
  }

  /** True if no channel was ready. */
  boolean isEmpty() {
    return readyChannels == 0;
  }

  /** True if the tick brought a small message, or a part of one, and nothing else. */
  boolean isSmall() {
    return readyChannels == 1 && bytes <= MAX_SMALL_BYTES && !ranTasks;
  }

  /** For how many nanoseconds no channel was ready; for a tick that is not empty. */
  long waited() {
    return readyAt - begunAt;
  }
}
