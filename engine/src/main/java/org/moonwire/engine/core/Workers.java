package org.moonwire.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a realm that run tasks whose run has ended or whose caller's thread is busy. One
 * runs at a time; further ones are parked inside Java calls. All methods are called with the
 * baton's lock held, unless said otherwise.
 */
final class Workers {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Scheduler scheduler;

  // guarded by the baton's lock
  private final List<Carrier> all = new ArrayList<>(0);
  private Carrier worker;
  private boolean starting;

  /** Counts the engines that have been closed: an idle worker does not wait for more work then. */
  private int closings;

  Workers(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Who must run the task; null while a worker is on its way. */
  Carrier responsible(Task task) {
    if (task.pinned != null) {
      return task.pinned;
    }
    Carrier d = task.run.driver;
    if (task.run.active && !d.stuck && !task.isMoving()) {
      return d;
    }
    if (worker == null || worker.stuck || worker.lent) {
      start(task.run.engine());
      return null;
    }
    return worker;
  }

  private void start(EngineCore engine) {
    // From now on, not from when the thread runs: the engine may be closed before that.
    int seen = closings;
    if (!starting && engine.startWorker(() -> work(seen))) {
      starting = true;
    }
  }

  /** Ends idle workers, and the host calls that tasks of {@code engine} are in on a worker. */
  void engineCloses(EngineCore engine) {
    closings++;
    for (Carrier d : all) {
      if (d.lent && d.task != null && d.task.run.engine() == engine) {
        d.thread.interrupt();
      }
    }
  }

  // called without the lock
  private void work(int seen) {
    Carrier d = new Carrier(null);
    RealmLock baton = scheduler.baton;
    baton.lock.lock();
    try {
      starting = false;
      worker = d;
      all.add(d);
      baton.dispatch();
    } finally {
      baton.lock.unlock();
    }
    for (Task task = next(d, seen); task != null; task = next(d, seen)) {
      scheduler.step(d, task);
    }
  }

  // called without the lock
  private Task next(Carrier d, int seen) {
    RealmLock baton = scheduler.baton;
    baton.lock.lock();
    try {
      d.task = null;
      // Left over from a host call that the end of its engine has interrupted.
      Thread.interrupted();
      long left = IDLE_NANOS;
      if (worker == null || worker.stuck || worker.lent) {
        worker = d;
      }
      while (worker == d) {
        d.task = baton.pick(d);
        if (d.task != null) {
          return d.task;
        }
        if (left <= 0 || (seen != closings && !baton.hasReady())) {
          break;
        }
        left = baton.awaitNanos(d, left);
      }
    } catch (InterruptedException e) {
      // Nobody but us interrupts a worker, and only to end it.
      Thread.currentThread().interrupt();
    } finally {
      if (d.task == null) {
        retire(d);
      }
      baton.lock.unlock();
    }
    return null;
  }

  private void retire(Carrier d) {
    all.remove(d);
    if (worker == d) {
      worker = null;
    }
    scheduler.baton.forget(d);
    scheduler.baton.dispatch();
  }
}
