package org.moonwire.engine.core;

import java.lang.ref.WeakReference;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.Reaper;
import org.moonwire.engine.module.ErrorKind;

/**
 * Tells whether anything can still wake a task of a realm: another task, a channel that somebody
 * outside knows, the end of its time, something outside that was declared, or Java code that has a
 * function of the realm. All methods are called with the mutex of the realm lock held.
 */
final class DeadlockDetector {
  private final Realm realm;
  private final LiveTasks liveTasks;

  /** How many stages, timers and other things outside were declared. Guarded by the mutex. */
  private int holds;

  /**
   * Reaches something as long as Java code has a function of this realm; null before the first.
   * Guarded by the mutex.
   */
  private WeakReference<Object> callers;

  /** Whether the end of the latest {@link #callers} will be told. Guarded by the mutex. */
  private boolean watched;

  DeadlockDetector(Realm realm, LiveTasks liveTasks) {
    this.realm = realm;
    this.liveTasks = liveTasks;
  }

  void hold() {
    holds++;
  }

  void release() {
    holds--;
  }

  /** True if nothing outside was ever declared, or all of it has been taken back. */
  boolean expectsNothing() {
    return holds == 0 && callers == null;
  }

  /** What a function in the hands of Java keeps, since whoever has it may call it. */
  Object caller() {
    Object caller = callers == null ? null : callers.get();
    if (caller == null) {
      caller = new Object();
      callers = new WeakReference<>(caller);
      watched = false;
    }
    return caller;
  }

  /** True if nothing can wake {@code main} any more, nor anybody who could. */
  boolean isDeadlocked(Task main) {
    if (holds > 0 || !main.isWaiting() || mayBeWoken(main)) {
      return false;
    }
    for (Task task : liveTasks.all()) {
      if (task.isWaiting() ? mayBeWoken(task) : !task.isDone() && !isBelow(task, main)) {
        return false;
      }
    }
    return !mayBeCalled();
  }

  private boolean mayBeWoken(Task task) {
    if (task.wait.isLimited() || task.wait.isServed()) {
      return true;
    }
    for (ChannelCore channel : task.wait.channels()) {
      if (channel.mayBeUsedOutside(realm)) {
        return true;
      }
    }
    return false;
  }

  /** The task goes on when {@code main} ends: that runs nested in its Java call. */
  private static boolean isBelow(Task task, Task main) {
    for (Carrier c = main.run.carrier.outer; c != null; c = c.outer) {
      if (task.carrier == c) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeCalled() {
    Object caller = callers == null ? null : callers.get();
    if (caller == null) {
      return false;
    }
    if (!watched) {
      watched = true;
      WeakReference<Scheduler> scheduler = new WeakReference<>(realm.scheduler);
      Reaper.watch(caller, () -> Scheduler.recheck(scheduler.get()));
    }
    return true;
  }

  StoppedException deadlock() {
    return new StoppedException(
        ErrorKind.DEADLOCK,
        "deadlock: all coroutines blocked with no pending operations (threads="
            + liveTasks.all().stream().filter(Task::isWaiting).count()
            + ")");
  }
}
