package org.moonwire.engine.modules;

import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoTime;

/**
 * Delivers the time again and again until it is stopped; a tick that finds its channel full is
 * dropped, and those of the next 100 ms with it.
 */
final class Ticker implements LuaObject {
  private static final int CAPACITY = 16;

  /** How long a ticker rests whose channel is full: nobody seems to read it. */
  private static final long FULL_PAUSE_NANOS = 100_000_000;

  static final LuaType<Ticker> TYPE =
      LuaType.named("ticker", Ticker.class)
          .method("response", (ticker, args) -> ticker.channel)
          .method("channel", (ticker, args) -> ticker.channel)
          .method("stop", (ticker, args) -> ticker.stop())
          .build();

  private final Timers timers;
  private final Channel channel;
  private final CallContext.Hold hold;
  private final long period;
  private final ReentrantLock lock = new ReentrantLock();

  /** The next tick; null once the ticker is stopped. Guarded by the lock. */
  private ModuleContext.Registration next;

  /** When the next tick is due. Guarded by the lock. */
  private GoTime due;

  /** The latest tick found the channel full. Written by the timer only. */
  private volatile boolean dropped;

  Ticker(Timers timers, CallContext context, GoDuration period) {
    this.timers = timers;
    this.channel = context.newChannel(CAPACITY);
    this.hold = context.hold(this);
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
    dropped = !channel.offer(now);
  }

  private boolean stop() {
    ModuleContext.Registration pending;
    lock.lock();
    try {
      pending = next;
      next = null;
    } finally {
      lock.unlock();
    }
    if (pending != null) {
      pending.remove();
      channel.close();
      hold.release();
    }
    return true;
  }

  @Override
  public LuaType<Ticker> luaType() {
    return TYPE;
  }
}
