package org.moonwire.websocket.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Who runs a loop: its own thread or, while that stands aside, a guest, which is a thread that
 * waits for what the loop brings: whoever fetches it himself need not be woken by another. The own
 * thread stands aside only in a conversation: one small message at a time, and always the same
 * thread waits for it, for a moment. It is back when it has something to do, and when guests stay
 * away or wait for longer than a lease.
 */
final class LoopLeadership {
  /** So many messages in a row make a conversation; so many that did not wait end it. */
  private static final int STREAK_THRESHOLD = 16;

  private static final long NOBODY = 0;

  private final long lease;
  private final long instant;

  /** Who runs the loop; null if nobody does. All that is the loop's is handed over with it. */
  private final AtomicReference<Thread> holder = new AtomicReference<>();

  /** True while guests may run the loop. */
  private volatile boolean lent;

  /** The id of the latest thread that came, in vain most of the time, and waits. */
  private volatile long asker;

  /** When somebody began or ended to look at the channels. Written by who runs the loop. */
  private volatile long lookedAt;

  // of who runs the loop

  /** Who waited when the latest message came. */
  private long waiter;

  /** With whom the conversation is. */
  private long partner;

  private int calm;
  private int instants;

  LoopLeadership() {
    this(TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.MICROSECONDS.toNanos(3));
  }

  /**
   * Makes a helm.
   *
   * @param lease for how many nanoseconds nobody may look at the channels, or a guest wait for them
   * @param instant who waits so many nanoseconds or less has not waited: it was there already
   */
  LoopLeadership(long lease, long instant) {
    this.lease = lease;
    this.instant = instant;
  }

  /** True if this thread runs the loop. */
  boolean isHeldBy(Thread thread) {
    return holder.get() == thread;
  }

  boolean isLent() {
    return lent;
  }

  /** A message has come: who waits is about to be woken. For who runs the loop. */
  void delivers() {
    waiter = asker;
    asker = NOBODY;
  }

  // for the own thread

  /** The loop begins, with no guest. */
  void take() {
    holder.set(Thread.currentThread());
  }

  /** True if the own thread had better stand aside after this round. */
  boolean isConversation(LoopTick round) {
    boolean goesOn =
        waiter != NOBODY
            && waiter == partner
            && round.isSmall()
            && round.waited() > instant
            && round.waited() < lease;
    partner = waiter;
    waiter = NOBODY;
    calm = goesOn ? calm + 1 : 0;
    return calm >= STREAK_THRESHOLD;
  }

  /**
   * Lets guests run the loop until {@code needed} says that the own thread must; {@code wakeup} has
   * a guest look up.
   */
  void standAside(BooleanSupplier needed, Runnable wakeup) {
    lookedAt = System.nanoTime();
    lent = true;
    if (asker != NOBODY) {
      // He has come too soon, and will not come again before somebody wakes him.
      lent = false;
      return;
    }
    calm = 0;
    holder.set(null);
    long left = lease;
    while (lent && left > 0 && !needed.getAsBoolean()) {
      LockSupport.parkNanos(this, left);
      left = lookedAt + lease - System.nanoTime();
    }
    lent = false;
    while (!holder.compareAndSet(null, Thread.currentThread())) {
      wakeup.run();
      LockSupport.park(this);
    }
  }

  // for guests

  /** False if the caller must not run the loop; {@code own} is the loop's own thread. */
  boolean enter(Thread own) {
    asker = Thread.currentThread().getId();
    if (!lent) {
      return false;
    }
    if (!holder.compareAndSet(null, Thread.currentThread())) {
      // With two who wait, one would wait for the other's script.
      lent = false;
      LockSupport.unpark(own);
      return false;
    }
    instants = 0;
    return true;
  }

  /** The guest begins to look at the channels. */
  void looks(long now) {
    lookedAt = now;
  }

  /** The guest has looked; false if the own thread had better go on. */
  boolean goesOn(LoopTick round, boolean forGuest) {
    lookedAt = System.nanoTime();
    if (round.isEmpty()) {
      return true;
    }
    instants = round.waited() <= instant ? instants + 1 : 0;
    return round.isSmall() && forGuest && instants < STREAK_THRESHOLD;
  }

  /** The guest runs the loop no more. */
  void leave(Thread own, boolean needed) {
    if (needed) {
      lent = false;
    }
    holder.set(null);
    if (!lent) {
      LockSupport.unpark(own);
    }
  }
}
