package org.moonwire.engine.channel;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The end of a channel that an event loop puts values into: it never waits, and is told when there
 * is room again. It reaches the channel only weakly, so it keeps no script alive. Made by {@link
 * Channel#feed}; safe to use from any thread.
 */
public final class Feed {
  /**
   * Hears what happens at the other end: on the thread that made it happen, which may be a script's
   * own, and with no lock held. It must return soon and not wait; it may use the feed. A feed
   * reaches its listener, so a listener that reached the channel would keep it from being
   * abandoned.
   */
  public interface Listener {
    /**
     * After an offer was refused for lack of room, a value of the same weight would now be taken,
     * and half of the channel is empty or somebody waits. Called once for each time that room
     * appears after a refusal; by the time of the next offer it may be gone again.
     */
    void room();

    /** Somebody closed the channel, a script or Java code, but not this feed. At most once. */
    void closed();

    /** Somebody found the channel empty and waits for the next value. */
    default void awaited() {}

    /** Nobody can reach the channel any more. At most once, and not after {@link #closed}. */
    void abandoned();

    /**
     * The bytes that wait outside of the channel, for room in it or for their rest. They count as
     * memory of who has the channel; asked now and then, from any thread.
     */
    default long heldBytes() {
      return 0;
    }

    /**
     * Whether a value of this weight may wait in the channel beside those of this feed that do.
     * Asked before each value, with a lock held: it must neither lock nor wait.
     */
    default boolean hasRoom(long weight) {
      return true;
    }
  }

  private static final AtomicIntegerFieldUpdater<Feed> PUT =
      AtomicIntegerFieldUpdater.newUpdater(Feed.class, "put");
  private static final AtomicIntegerFieldUpdater<Feed> TAKEN =
      AtomicIntegerFieldUpdater.newUpdater(Feed.class, "taken");

  private final WeakReference<ChannelCore> core;
  private final long weightLimit;
  private final Listener listener;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<Cleaner.Cleanable> watch = new AtomicReference<>();

  /** The channel, while somebody waits at it. Written under its lock; null once ended. */
  @SuppressWarnings("UnusedVariable") // it is there to be reached, not read
  private volatile ChannelCore kept;

  /** It has ended, and is about to close the channel: who waits there will be told. */
  private volatile boolean closing;

  /** Null if a thread of its own does the feeding at all times. */
  private volatile Pump pump;

  /** Who got a value and does not know it yet. For the offering thread. */
  private final List<Waiter> quiet = new ArrayList<>(0);

  /** There is room that the listener has not heard of. */
  private final AtomicBoolean news = new AtomicBoolean();

  /** Somebody waits, of which the listener has not heard. */
  private volatile boolean waitBegan;

  // Written under the channel's lock.
  private volatile int put;
  private volatile int taken;

  /** Guarded by the channel's lock; others read it, about right. */
  private long weight;

  /** Guarded by the channel's lock. */
  private long refused = -1;

  Feed(ChannelCore core, long weightLimit, Listener listener) {
    this.core = new WeakReference<>(core);
    this.weightLimit = weightLimit;
    this.listener = listener;
  }

  /** A value on its way, to be weighed until somebody takes it. */
  record Fed(Object value, long weight, Feed feed) {}

  void watch(ChannelCore target) {
    watch.set(Reaper.watch(target, this::abandoned));
  }

  /**
   * Puts a value in if there is room for it. False if not: the channel is full, or the values that
   * this feed has in it would weigh more than its limit together (one alone always fits), or it has
   * ended.
   */
  public boolean offer(Object value, long valueWeight) {
    List<Waiter> served = new ArrayList<>(1);
    boolean taken = offer(value, valueWeight, served);
    served.forEach(Waiter::wake);
    return taken;
  }

  /**
   * As {@link #offer}, but a receiver that waited for the value goes on only with {@link #wake}:
   * many values, one wake-up. For one thread at a time.
   */
  public boolean offerQuietly(Object value, long valueWeight) {
    return offer(value, valueWeight, quiet);
  }

  /** Wakes who got a value by {@link #offerQuietly}. */
  public void wake() {
    if (!quiet.isEmpty()) {
      quiet.forEach(Waiter::wake);
      quiet.clear();
    }
  }

  private boolean offer(Object value, long valueWeight, List<Waiter> served) {
    if (valueWeight < 0) {
      throw new IllegalArgumentException("weight " + valueWeight + " is negative");
    }
    ChannelCore target = core.get();
    return target != null && target.offer(new Fed(value, valueWeight, this), served);
  }

  /** Names what a thread that waits for this feed may run meanwhile. */
  public void pumpedBy(Pump newPump) {
    pump = newPump;
  }

  Pump pump() {
    return pump;
  }

  /** True if the channel is empty and somebody waits to receive from it, or nobody ever will. */
  public boolean isAwaited() {
    ChannelCore target = core.get();
    return over.get() || target == null || target.isAwaited();
  }

  /** True if values of this feed are in the channel at the moment. Takes no lock. */
  public boolean hasValues() {
    return put != taken;
  }

  /**
   * Counts the values that were taken out of the channel's buffer; begins anew at times. Takes no
   * lock.
   */
  public int taken() {
    return taken;
  }

  /** What the values of this feed weigh that are in the channel, about right. Takes no lock. */
  public long weight() {
    return weight;
  }

  /** See {@link Listener#heldBytes}; 0 once the feed has ended. */
  public long heldBytes() {
    return isEnded() ? 0 : listener.heldBytes();
  }

  /** True once the channel is closed or nobody can reach it. */
  public boolean isEnded() {
    return over.get();
  }

  /** True if whoever waits at the channel may still hear from this feed. */
  boolean mayServe() {
    return !over.get() || closing;
  }

  /** Closes the channel; the values in it can still be received. The listener hears no more. */
  public void close() {
    close(null);
  }

  /**
   * As {@link #close()}, before all that belongs there was put in: whoever receives gets {@code
   * error} behind the last value, an {@link org.moonwire.engine.module.ErrorValue} for scripts.
   */
  public void close(Object error) {
    closing = true;
    try {
      end();
      ChannelCore target = core.get();
      if (target != null) {
        target.close(error);
      }
    } finally {
      closing = false;
    }
  }

  /**
   * Makes another channel of the script that this feed's channel belongs to: who has the new one
   * keeps that from being abandoned. Null if nobody has it any more.
   */
  public Channel newChannel(int capacity) {
    ChannelCore target = core.get();
    return target == null ? null : new Channel(target.companion(capacity));
  }

  // the channel's lock is held

  boolean fits(long valueWeight) {
    boolean room = listener.hasRoom(valueWeight);
    return weight == 0 || (room && weight + valueWeight <= weightLimit);
  }

  void put(long valueWeight) {
    weight += valueWeight;
    PUT.lazySet(this, put + 1);
    refused = -1;
  }

  void refuse(long valueWeight) {
    refused = valueWeight;
  }

  void took(long valueWeight) {
    weight -= valueWeight;
    TAKEN.lazySet(this, taken + 1);
  }

  void keep(ChannelCore waitedFor) {
    kept = over.get() ? null : waitedFor;
  }

  /** Something left the channel, or somebody came for it. */
  void roomAppeared() {
    if (refused >= 0 && fits(refused)) {
      refused = -1;
      news.set(true);
    }
  }

  /** Somebody waits to receive. */
  void waitBegan() {
    waitBegan = true;
  }

  // no lock is held

  void tell() {
    if (waitBegan) {
      waitBegan = false;
      if (!over.get()) {
        listener.awaited();
      }
    }
    if (news.get() && news.getAndSet(false) && !over.get()) {
      listener.room();
    }
  }

  void closed() {
    if (end()) {
      listener.closed();
    }
  }

  private void abandoned() {
    if (end()) {
      listener.abandoned();
    }
  }

  private boolean end() {
    if (over.getAndSet(true)) {
      return false;
    }
    kept = null;
    Cleaner.Cleanable watched = watch.getAndSet(null);
    if (watched != null) {
      watched.clean();
    }
    return true;
  }
}
