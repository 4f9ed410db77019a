package org.moonwire.engine.core;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Waiter;

/** A task that waits on channels, perhaps not for ever. */
final class TaskWaiter extends Waiter {
  private static final AtomicReferenceFieldUpdater<TaskWaiter, BooleanSupplier> ALARM =
      AtomicReferenceFieldUpdater.newUpdater(TaskWaiter.class, BooleanSupplier.class, "alarm");

  /** Stands for the alarm once none is wanted any more. */
  @SuppressWarnings("UnnecessaryLambda") // it is told from others by its identity
  private static final BooleanSupplier OVER = () -> false;

  private final Task task;
  private final WaitLimit limit;
  private final Function<TaskWaiter, Varargs> results;

  /** Takes the end of the time back; null while there is none, {@link #OVER} after the wait. */
  @SuppressWarnings("UnusedVariable") // by way of ALARM
  private volatile BooleanSupplier alarm;

  /** Whether the time was over first. Written by whoever claimed the operation. */
  private boolean timedOut;

  /**
   * {@code results} turns the outcome into what the waiting call returns; it may throw what the
   * call raises.
   */
  TaskWaiter(Task task, WaitLimit limit, Function<TaskWaiter, Varargs> results) {
    this.task = task;
    this.limit = limit;
    this.results = results;
  }

  Realm realm() {
    return task.realm();
  }

  Varargs results() {
    return results.apply(this);
  }

  /** True if no partner came in time. */
  boolean timedOut() {
    return timedOut;
  }

  /** True if the wait ends by itself. */
  boolean isLimited() {
    return !limit.isNone();
  }

  /** The operation is queued and has its time from now on; it may be over already. */
  void begin() {
    if (limit.isNone()) {
      return;
    }
    BooleanSupplier set = task.run.engine().timer().schedule(limit.nanos(), this::expire);
    if (!ALARM.compareAndSet(this, null, set)) {
      boolean unused = set.getAsBoolean();
    }
  }

  @Override
  public void beforeWait() {
    task.beginWait();
  }

  private void expire() {
    if (cancel()) {
      timedOut = true;
      task.wake(results(), null);
    }
  }

  /** The operation was not to wait, and nothing was ready: its time was over at once. */
  Varargs tooLate() {
    timedOut = true;
    return results();
  }

  /** The wait is over: leaves no alarm behind. Any thread may call, any number of times. */
  void end() {
    if (limit.isNone()) {
      return;
    }
    BooleanSupplier set = ALARM.getAndSet(this, OVER);
    if (set != null) {
      boolean unused = set.getAsBoolean();
    }
  }

  @Override
  public void recheck() {
    Scheduler.recheck(task.realm().scheduler);
  }

  @Override
  public void wake() {
    end();
    Varargs r;
    try {
      r = results();
    } catch (LuaError e) {
      task.wake(null, e);
      return;
    }
    task.wake(r, null);
  }
}
