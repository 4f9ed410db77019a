package org.moonwire.websocket.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Decides which thread leads an event loop, that is, waits for its channels and serves them
 * (leader/followers, POSA2). Normally that is the loop's own thread. A follower is a thread that
 * waits for a message of this loop anyway; when it leads, nobody has to wake it. The own thread
 * stands aside only during a conversation: one small message at a time, each awaited by the same
 * thread, and not for long. It leads again as soon as it has a task or an alarm of its own, or when
 * no follower has looked at the channels for the length of a lease.
 */
final class LoopLeadership {
  /**
   * So many messages in a row make a conversation, and so many that were there without waiting end
   * it. A wrong guess costs the wake-up of a thread, so this is high enough that a wrong guess adds
   * less than a tenth of a wake-up to each message.
   */
  private static final int STREAK_THRESHOLD = 16;

  /**
   * How long nobody may look at the channels before the own thread does. Between two messages of a
   * conversation scripts compute for microseconds; who is away for a millisecond does other work.
   */
  private static final long LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * Who waits no longer than this has not waited. A select call that finds a channel ready returns
   * within one to two microseconds, and waking a thread takes five or more.
   */
  private static final long NO_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(3);

  /** Stands for no thread; ids of threads are positive. */
  private static final long NOBODY = 0;

  private final long lease;
  private final long noWait;

  /** Who leads; null if nobody does. All that is "of the loop's thread" is handed over with it. */
  private final AtomicReference<Thread> leader = new AtomicReference<>();

  /** True while followers may lead. Set by the own thread, cleared by any. */
  private volatile boolean openToFollowers;

  /** The id of the latest thread that wanted to lead and now waits to be woken. Any thread. */
  private volatile long follower;

  /** When somebody last began or ended to look at the channels. Written by the leader. */
  private volatile long lookedAt;

  /** The follower that waited when the latest message came. Leader only. */
  private long wokenFollower;

  /** The follower of the message before that one. Leader only. */
  private long previousFollower;

  /** How many messages in a row were those of a conversation. Leader only. */
  private int streak;

  /** How many messages in a row a leading follower did not have to wait for. Leader only. */
  private int unwaitedStreak;

  LoopLeadership() {
    this(LEASE_NANOS, NO_WAIT_NANOS);
  }

  /**
   * Makes the leadership of one loop.
   *
   * @param lease for how many nanoseconds nobody may look at the channels, or a follower may wait
   * @param noWait who waits so many nanoseconds or less has not waited
   */
  LoopLeadership(long lease, long noWait) {
    this.lease = lease;
    this.noWait = noWait;
  }

  /** True if this thread leads. */
  boolean isHeldBy(Thread thread) {
    return leader.get() == thread;
  }

  boolean isOpenToFollowers() {
    return openToFollowers;
  }

  /** A message has come, and the follower that waits for it is about to be woken. Leader only. */
  void delivers() {
    wokenFollower = follower;
    follower = NOBODY;
  }

  // for the own thread

  /** The own thread starts, and leads. */
  void take() {
    leader.set(Thread.currentThread());
  }

  /** True if the own thread had better stand aside after this tick. */
  boolean isConversation(LoopTick tick) {
    boolean goesOn =
        wokenFollower != NOBODY
            && wokenFollower == previousFollower
            && tick.isSmall()
            && tick.waited() > noWait
            && tick.waited() < lease;
    previousFollower = wokenFollower;
    wokenFollower = NOBODY;
    streak = goesOn ? streak + 1 : 0;
    return streak >= STREAK_THRESHOLD;
  }

  /**
   * Lets followers lead until {@code needed} says that the own thread must; {@code wakeup} makes a
   * leading follower return from its wait for the channels.
   */
  void standAside(BooleanSupplier needed, Runnable wakeup) {
    lookedAt = System.nanoTime();
    openToFollowers = true;
    if (follower != NOBODY) {
      // It asked just before followers were let in, and does not ask again before it is woken.
      openToFollowers = false;
      return;
    }
    streak = 0;
    leader.set(null);
    long left = lease;
    while (openToFollowers && left > 0 && !needed.getAsBoolean()) {
      LockSupport.parkNanos(this, left);
      left = lookedAt + lease - System.nanoTime();
    }
    openToFollowers = false;
    while (!leader.compareAndSet(null, Thread.currentThread())) {
      wakeup.run();
      LockSupport.park(this);
    }
  }

  // for followers

  /** Makes the caller lead, or returns false; {@code own} is the loop's own thread. */
  boolean enter(Thread own) {
    follower = Thread.currentThread().getId();
    if (!openToFollowers) {
      return false;
    }
    if (!leader.compareAndSet(null, Thread.currentThread())) {
      // Two scripts wait: if one led, the other's messages would have to wait for its script.
      openToFollowers = false;
      LockSupport.unpark(own);
      return false;
    }
    unwaitedStreak = 0;
    return true;
  }

  /** The leading follower begins to look at the channels. */
  void looks(long now) {
    lookedAt = now;
  }

  /**
   * The leading follower has looked.
   *
   * @param forFollower whether what it waited for has come
   * @return false if the own thread had better lead again
   */
  boolean goesOn(LoopTick tick, boolean forFollower) {
    lookedAt = System.nanoTime();
    if (tick.isEmpty()) {
      return true;
    }
    unwaitedStreak = tick.waited() <= noWait ? unwaitedStreak + 1 : 0;
    return tick.isSmall() && forFollower && unwaitedStreak < STREAK_THRESHOLD;
  }

  /** The follower leads no more; {@code needed} tells whether the own thread must lead now. */
  void leave(Thread own, boolean needed) {
    if (needed) {
      openToFollowers = false;
    }
    leader.set(null);
    if (!openToFollowers) {
      LockSupport.unpark(own);
    }
  }
}
