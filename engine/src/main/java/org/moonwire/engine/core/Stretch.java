package org.moonwire.engine.core;

import java.util.concurrent.TimeUnit;

/**
 * What follows from one event outside of the scripts until they wait again: a message, a timer, a
 * call. A task that another one wakes, starts or hands over to goes on with the stretch of that
 * one. Used by one thread at a time, which has locked the realm.
 */
final class Stretch {
  /**
   * Polls are mostly less than this apart while a script computes; the rest of a longer gap is
   * likely to be time that the thread has waited for a processor or in a host call, and does not
   * count. A processor is taken away every few milliseconds at most: that adds a third or less.
   */
  private static final long MAX_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** After how much computing runs that wait for the realm go first. */
  private static final long GIVE_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** True if something outside of the scripts began it, so that it may be put off. */
  private final boolean fromOutside;

  /** For how many nanoseconds its tasks have computed after the end of their run. */
  private long computed;

  /** When that was last counted. */
  private long counted;

  /** At how much computing to look again whether a run waits for the realm. */
  private long lookAt = GIVE_WAY_NANOS;

  Stretch(boolean fromOutside) {
    this.fromOutside = fromOutside;
  }

  /** True if it can be put off without anybody being kept in the middle of something. */
  boolean mayBePutOff() {
    return fromOutside && computed == 0;
  }

  /** A task begins to run. */
  void begin() {
    counted = System.nanoTime();
  }

  /** Counts the time since the last count, or since the beginning; returns it. */
  long count() {
    long now = System.nanoTime();
    long more = Math.min(now - counted, MAX_GAP_NANOS);
    counted = now;
    computed += more;
    return more;
  }

  /** True if it is time to look whether a run waits for the realm. */
  boolean mayGiveWay() {
    if (computed < lookAt) {
      return false;
    }
    lookAt = computed + MAX_GAP_NANOS;
    return true;
  }

  long computed() {
    return computed;
  }
}
