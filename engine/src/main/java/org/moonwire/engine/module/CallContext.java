package org.moonwire.engine.module;

import java.util.List;
import java.util.function.LongSupplier;
import org.moonwire.engine.channel.Channel;

/**
 * Where a call comes from: the running task, its engine and its rights. Valid during the call; may
 * be kept.
 */
public interface CallContext {
  /** True if the engine no longer runs scripts. */
  boolean isClosed();

  /**
   * Asks the policy of the running task, with {@code meta} as facts of this request (values:
   * String, Number, Boolean, List, Map).
   */
  boolean isAllowed(String action, String resource, java.util.Map<String, Object> meta);

  /** The same rights, to be asked later and from other threads. */
  Permissions permissions();

  /** The Lua functions that are being called, innermost first, without the one that got this. */
  default List<StackFrame> stack() {
    return List.of();
  }

  /**
   * Called before, or every some thousand steps during, work on {@code units} bytes or values. Now
   * and then it looks whether the script must end, by deadline, interrupt or {@code close()}, and
   * then throws what nobody is to catch. On the calling thread only.
   */
  void work(long units);

  /**
   * Called before {@code bytes} bytes are made for the script: counts them as memory of the run and
   * as {@link #work}. Strings that a function returns are counted without this.
   *
   * @throws RuntimeException the Lua error {@code not enough memory} if that is longer than a
   *     string may be, or the run would hold more than it may
   */
  void allocate(long bytes);

  /** How many bytes one string may have, more than 0. */
  long maxString();

  /**
   * What a module keeps for the run that the task belongs to: made at the first use, one for each
   * class, and kept as long as tasks of the run. Its object is shared by the tasks' threads.
   */
  <T> T runState(Class<T> type, java.util.function.Supplier<T> make);

  /** Makes a channel that belongs to the calling script: tables pass through it as they are. */
  Channel newChannel(int capacity);

  /**
   * Declares that something outside may still wake this script (a connection, a timer), so that
   * waiting for it is no deadlock. Released once, from any thread.
   */
  Hold hold();

  /**
   * Counts {@code kept}, which something outside keeps because of the script, as the script's
   * memory until the release, as {@link HeldMemory#hold} describes. Unlike {@link #hold} it tells
   * nothing of what may wake the script: a {@link org.moonwire.engine.channel.Feed} does that for
   * those who wait at its channel. Released once, from any thread.
   */
  default Hold count(Object kept) {
    return () -> {};
  }

  /**
   * Opens a source of values that come to this script from outside, such as a connection.
   *
   * @param overhead the bytes that it takes by itself; they count as the script's memory at once
   * @param held tells, on any thread and without a lock, how many bytes wait in it for the script.
   *     It is held weakly, with the quota: the source keeps that
   */
  ReceiveQuota receiveQuota(long overhead, LongSupplier held);

  /** See {@link CallContext#hold()}. */
  @FunctionalInterface
  interface Hold {
    /** Ends the declaration; more calls have no effect. */
    void release();
  }
}
