package org.moonwire.engine.modules;

import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoTime;

/**
 * What the engine's clock has of a ticker: delivers the time again and again until it is stopped; a
 * tick that finds the channel full is dropped, and those of the next 100 ms with it. It reaches the
 * channel only while somebody waits there, as a {@link Countdown} does. Safe to use from any
 * thread.
 */
final class Ticking implements Feed.Listener {
  /** How long a ticker rests whose channel is full: nobody seems to read it. */
  private static final long FULL_PAUSE_NANOS = 100_000_000;

  private final Timers timers;
  private final Feed feed;
  private final CallContext.Hold counted;
  private final long period;
  private final ReentrantLock lock = new ReentrantLock();

  /** The next tick; null once the ticker is stopped. Guarded by the lock. */
  private ModuleContext.Registration next;

  /** When the next tick is due. Guarded by the lock. */
  private GoTime due;

  /** The latest tick found the channel full. Written by the timer only. */
  private volatile boolean dropped;

  Ticking(Timers timers, CallContext context, Channel channel, GoDuration period) {
    this.timers = timers;
    this.counted = context.count(this);
    this.feed = timers.feed(channel, this);
    this.period = Math.max(Timers.MIN_DELAY_NANOS, period.nanos());
    lock.lock();
    try {
      due = timers.now();
      scheduleNext(due);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A tick that came late is made up for, so that ticks do not drift; one that is later than a
   * whole period is not. The lock is held.
   */
  private void scheduleNext(GoTime now) {
    long late = now.minus(due).nanos();
    boolean onTime = late >= 0 && late < period;
    long delay = dropped ? Math.max(period, FULL_PAUSE_NANOS) : onTime ? period - late : period;
    due = now.plus(new GoDuration(delay));
    next = timers.schedule(delay, this::tick);
  }

  private void tick() {
    GoTime now = timers.now();
    lock.lock();
    try {
      if (next == null) {
        return;
      }
      scheduleNext(now);
    } finally {
      lock.unlock();
    }
    dropped = !feed.offer(now, 0);
  }

  void stop() {
    if (end()) {
      feed.close();
    }
  }

  /** Lets no further tick come; false if that was done before. */
  private boolean end() {
    ModuleContext.Registration pending;
    lock.lock();
    try {
      pending = next;
      next = null;
    } finally {
      lock.unlock();
    }
    if (pending == null) {
      return false;
    }
    pending.remove();
    timers.ended(feed);
    counted.release();
    return true;
  }

  @Override
  public void room() {}

  @Override
  public void closed() {
    end();
  }

  @Override
  public void abandoned() {
    end();
  }
}
