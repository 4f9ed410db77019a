package org.moonwire.engine.modules;

import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;

/**
 * One instant to come: delivers the time into its channel once and closes it. Until then it is
 * declared, so that waiting for it is no deadlock.
 */
final class Timer implements LuaObject {
  static final LuaType<Timer> TYPE =
      LuaType.named("timer", Timer.class)
          .method("response", (timer, args) -> timer.channel)
          .method("channel", (timer, args) -> timer.channel)
          .method("stop", (timer, args) -> timer.stop())
          .method("reset", Timer::reset)
          .build();

  private final Timers timers;
  private final Channel channel;
  private final CallContext.Hold hold;
  private final ReentrantLock lock = new ReentrantLock();

  /** The run that counts; null once it fired or was stopped. Guarded by the lock. */
  private Armed run;

  /** One arming. Its registration is guarded by the lock. */
  private static final class Armed {
    private ModuleContext.Registration registration;
  }

  Timer(Timers timers, CallContext context, GoDuration duration) {
    this.timers = timers;
    this.channel = context.newChannel(1);
    this.hold = context.hold(this);
    arm(duration);
  }

  Channel channel() {
    return channel;
  }

  private void arm(GoDuration duration) {
    Armed armed = new Armed();
    lock.lock();
    try {
      run = armed;
      armed.registration = timers.schedule(duration.nanos(), () -> fire(armed));
    } finally {
      lock.unlock();
    }
  }

  private void fire(Armed fired) {
    if (end(fired)) {
      // There is room: nobody but a script that sends into its own timer can have filled it.
      boolean unused = channel.offer(timers.now());
      finish();
    }
  }

  private boolean stop() {
    Armed pending = pending();
    if (pending == null || !end(pending)) {
      return false;
    }
    pending.registration.remove();
    finish();
    return true;
  }

  private static Object reset(Timer timer, Arguments args) {
    GoDuration duration;
    try {
      duration = TimeModule.positive(args, 1, "timer:reset");
    } catch (GoParseException bad) {
      throw new LuaException(bad.getMessage());
    }
    Armed pending = timer.pending();
    if (pending == null || !timer.end(pending)) {
      return false;
    }
    pending.registration.remove();
    timer.arm(duration);
    return true;
  }

  private Armed pending() {
    lock.lock();
    try {
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the given run unless another party did so first. */
  private boolean end(Armed expected) {
    lock.lock();
    try {
      if (run != expected) {
        return false;
      }
      run = null;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    channel.close();
    hold.release();
  }

  @Override
  public LuaType<Timer> luaType() {
    return TYPE;
  }
}
