package org.moonwire.engine.channel;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One operation that waits on one or more channels: a task's or a thread's. The first party to
 * claim it decides its outcome. The outcome is written before {@link #wake} is called and never
 * changes.
 */
public abstract class Waiter {
  private static final AtomicIntegerFieldUpdater<Waiter> CLAIMED =
      AtomicIntegerFieldUpdater.newUpdater(Waiter.class, "claimed");

  /** 1 once the operation was completed by a value handed over or taken, else 0. */
  private volatile int claimed;

  /**
   * Where this operation is queued; null while it is queued nowhere. Written before it is queued.
   */
  Entry[] entries;

  // The outcome, written by whoever claimed the operation, before the wake-up.
  private ChannelCore channel;
  private Object value;
  private boolean ok;
  private boolean closedWhileSending;
  private int index;

  /** Written by the thread that starts the operation, and read by it. */
  private Waiter partner;

  /**
   * Called before the operation is queued, since it has to wait; from then on it may be woken. With
   * the locks of its channels held: it must neither lock nor wait. What it throws is thrown by who
   * starts the operation, which is then queued nowhere.
   */
  public void beforeWait() {}

  /**
   * Called once, outside of all locks, when the outcome is there and the operation had to wait for
   * it.
   */
  public abstract void wake();

  /**
   * Called outside of all locks when somebody who might have completed the operation is gone, so
   * that perhaps nobody is left.
   */
  public void recheck() {}

  /** The channel that completed the operation. */
  public final ChannelCore channel() {
    return channel;
  }

  /** The value received or sent; null at the end of a channel. */
  public final Object value() {
    return ok ? value : null;
  }

  /** Why a channel ended, if not because all was sent; else null. */
  public final Object error() {
    return ok ? null : value;
  }

  /** False for a receive from a closed, drained channel. */
  public final boolean ok() {
    return ok;
  }

  /** True for a send whose channel was closed while it waited. */
  public final boolean closedWhileSending() {
    return closedWhileSending;
  }

  /** Which case of a select completed, from 0. */
  public final int index() {
    return index;
  }

  /**
   * The operation of another party that this one completed and that must now be woken; null if
   * there is none.
   */
  public final Waiter partner() {
    return partner;
  }

  /** Gives the wait up; true if that came before any outcome. */
  public final boolean cancel() {
    if (!claim()) {
      return false;
    }
    withdraw();
    return true;
  }

  /** True once there is an outcome, or the wait was given up: a wake-up is on its way. */
  public final boolean isClaimed() {
    return claimed != 0;
  }

  final boolean claim() {
    return claimed == 0 && CLAIMED.compareAndSet(this, 0, 1);
  }

  final void complete(ChannelCore by, int caseIndex, Object result, boolean isOk) {
    channel = by;
    index = caseIndex;
    value = result;
    ok = isOk;
  }

  final void completeClosedSend(ChannelCore by, int caseIndex) {
    complete(by, caseIndex, null, false);
    closedWhileSending = true;
  }

  final void setPartner(Waiter other) {
    partner = other;
  }

  /** Leaves every queue; called after the claim, without a lock held. */
  final void withdraw() {
    if (entries == null) {
      return;
    }
    for (Entry entry : entries) {
      entry.channel.remove(entry);
    }
  }

  /** A place in a channel's {@link WaitQueue}. Its links are guarded by the channel's lock. */
  static final class Entry {
    final ChannelCore channel;
    final Waiter waiter;
    final int index;
    final boolean send;
    final Object value;
    Entry previous;
    Entry next;
    boolean queued;

    Entry(ChannelCore channel, Waiter waiter, int index, boolean send, Object value) {
      this.channel = channel;
      this.waiter = waiter;
      this.index = index;
      this.send = send;
      this.value = value;
    }
  }
}
