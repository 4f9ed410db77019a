package org.moonwire.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a realm that run tasks whose run has ended or whose caller's thread is busy. One
 * runs at a time; further ones are parked inside Java calls. All methods are called with the mutex
 * of the realm lock held, unless said otherwise.
 */
final class Workers {
  /** Long enough for a script that wakes up every second to keep its thread. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Scheduler scheduler;

  /** Every worker, also the parked ones. Guarded by the mutex. */
  private final List<Carrier> all = new ArrayList<>(0);

  /** Who runs tasks now; null if nobody. Guarded by the mutex. */
  private Carrier worker;

  /** A thread was started and is not there yet. Guarded by the mutex. */
  private boolean starting;

  /**
   * Counts the engines that have been closed: an idle worker does not wait for more work then.
   * Guarded by the mutex.
   */
  private int closings;

  Workers(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Who must run the task; null while a worker is on its way. */
  Carrier responsible(Task task) {
    if (task.pinned != null) {
      return task.pinned;
    }
    Carrier carrier = task.run.carrier;
    if (task.run.isActive() && !carrier.isBlocked() && !task.wait.isForCall()) {
      return carrier;
    }
    if (worker == null || worker.isBlocked() || worker.isInHostCall()) {
      start(task.run.engine());
      return null;
    }
    return worker;
  }

  /** Has a worker look again when a task that is put off may go on. */
  void awaitShare(Task task) {
    if (worker == null || worker.isBlocked() || worker.isInHostCall()) {
      start(task.run.engine());
    } else {
      worker.signal();
    }
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
    for (Carrier carrier : all) {
      if (carrier.isInHostCall() && carrier.task != null && carrier.task.run.engine() == engine) {
        carrier.thread.interrupt();
      }
    }
  }

  // called without the mutex
  private void work(int seen) {
    Carrier carrier = new Carrier(null);
    RealmLock realmLock = scheduler.realmLock;
    realmLock.mutex.lock();
    try {
      starting = false;
      worker = carrier;
      all.add(carrier);
      realmLock.passOn();
    } finally {
      realmLock.mutex.unlock();
    }
    for (Task task = next(carrier, seen); task != null; task = next(carrier, seen)) {
      scheduler.step(carrier, task);
    }
  }

  // called without the mutex
  private Task next(Carrier carrier, int seen) {
    RealmLock realmLock = scheduler.realmLock;
    realmLock.mutex.lock();
    try {
      carrier.task = null;
      // Left over from a host call that the end of its engine has interrupted.
      Thread.interrupted();
      long left = IDLE_NANOS;
      if (worker == null || worker.isBlocked() || worker.isInHostCall()) {
        worker = carrier;
      }
      while (worker == carrier) {
        carrier.task = realmLock.nextTask(carrier);
        if (carrier.task != null) {
          return carrier.task;
        }
        Task putOff = realmLock.ready().putOff();
        long untilFree = putOff == null ? 0 : putOff.nanosToPutOff();
        if (untilFree > 0) {
          long unused = realmLock.awaitNanos(carrier, untilFree);
          continue;
        }
        if (left <= 0 || (seen != closings && !realmLock.hasReady())) {
          break;
        }
        left = realmLock.awaitNanos(carrier, left);
      }
    } catch (InterruptedException e) {
      // Nobody but us interrupts a worker, and only to end it.
      Thread.currentThread().interrupt();
    } finally {
      if (carrier.task == null) {
        retire(carrier);
      }
      realmLock.mutex.unlock();
    }
    return null;
  }

  private void retire(Carrier carrier) {
    all.remove(carrier);
    if (worker == carrier) {
      worker = null;
    }
    scheduler.realmLock.abandon(carrier);
    scheduler.realmLock.passOn();
  }
}
