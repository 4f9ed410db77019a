package org.moonwire.engine.module;

import java.util.List;
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

  /** Makes a channel that belongs to the calling script: tables pass through it as they are. */
  Channel newChannel(int capacity);

  /**
   * Declares that something outside may still wake this script (a connection, a timer), so that
   * waiting for it is no deadlock. Released once, from any thread.
   */
  Hold hold();

  /**
   * As {@link #hold()}, for something outside that keeps {@code kept} for the script, a channel for
   * example: until the release that counts as the script's memory, as {@link HeldMemory#hold}
   * describes.
   */
  default Hold hold(Object kept) {
    return hold();
  }

  /** See {@link CallContext#hold()}. */
  @FunctionalInterface
  interface Hold {
    /** Ends the declaration; more calls have no effect. */
    void release();
  }
}
