package org.moonwire.engine.modules;

import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.time.GoDuration;

/**
 * What the engine's clock has of a timer: delivers the time into the timer's channel once and
 * closes it. It reaches the channel only while somebody waits there, so that a timer which nobody
 * can reach any more is dropped. Safe to use from any thread.
 */
final class Countdown implements Feed.Listener {
  private final Timers timers;
  private final Feed feed;
  private final CallContext.Hold counted;
  private final ReentrantLock lock = new ReentrantLock();

  /** The arming that counts; null once it fired or was stopped. Guarded by the lock. */
  private Armed armed;

  /** One arming. Its registration is guarded by the lock. */
  private static final class Armed {
    private ModuleContext.Registration registration;
  }

  Countdown(Timers timers, CallContext context, Channel channel, GoDuration duration) {
    this.timers = timers;
    this.counted = context.count(this);
    this.feed = timers.feed(channel, this);
    arm(duration);
  }

  private void arm(GoDuration duration) {
    Armed next = new Armed();
    lock.lock();
    try {
      armed = next;
      next.registration = timers.schedule(duration.nanos(), () -> fire(next));
    } finally {
      lock.unlock();
    }
  }

  private void fire(Armed fired) {
    if (end(fired)) {
      // There is room: nobody but a script that sends into its own timer can have filled it.
      boolean unused = feed.offer(timers.now(), 0);
      finish();
    }
  }

  /** Ends it before its time; false if that is over already. */
  boolean stop() {
    boolean pending = disarm();
    if (pending) {
      finish();
    }
    return pending;
  }

  /** Begins anew; false if it is over already. */
  boolean reset(GoDuration duration) {
    boolean pending = disarm();
    if (pending) {
      arm(duration);
    }
    return pending;
  }

  private boolean disarm() {
    Armed pending = pending();
    if (pending == null || !end(pending)) {
      return false;
    }
    pending.registration.remove();
    return true;
  }

  private Armed pending() {
    lock.lock();
    try {
      return armed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the given arming unless another party did so first. */
  private boolean end(Armed expected) {
    lock.lock();
    try {
      if (armed != expected) {
        return false;
      }
      armed = null;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    feed.close();
    timers.ended(feed);
    counted.release();
  }

  @Override
  public void room() {}

  @Override
  public void closed() {
    abandoned();
  }

  @Override
  public void abandoned() {
    if (disarm()) {
      timers.ended(feed);
      counted.release();
    }
  }
}
