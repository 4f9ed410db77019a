package org.moonwire.engine.core;

/** Where a task waits that has Java code below it: its thread is kept until it is woken. */
final class Parking {
  private final RealmLock realmLock;
  private final LiveTasks liveTasks;
  private final DeadlockDetector detector;

  Parking(RealmLock realmLock, LiveTasks liveTasks, DeadlockDetector detector) {
    this.realmLock = realmLock;
    this.liveTasks = liveTasks;
    this.detector = detector;
  }

  /**
   * Keeps the calling thread until its task is woken; other threads run other tasks meanwhile.
   *
   * @throws StoppedException if the task must end instead; then it unwinds, perhaps without the
   *     lock, which only runs Java code
   */
  void park(Task task) {
    Carrier carrier = task.carrier;
    WorkerThreads workers = task.run.engine().workers();
    workers.parks();
    carrier.rests();
    realmLock.mutex.lock();
    try {
      task.pinned = carrier;
      CarrierState before = carrier.state();
      carrier.become(CarrierState.PARKED);
      if (task.main) {
        liveTasks.add(task);
        realmLock.watching().add(carrier);
      }
      realmLock.release(carrier);
      spin(carrier);
      StoppedException end = null;
      while (end == null && realmLock.nextTask(carrier) == null) {
        end = whyEnd(carrier, task);
      }
      carrier.become(before);
      task.pinned = null;
      if (task.main) {
        realmLock.watching().remove(carrier);
      }
      if (end != null) {
        unwind(carrier, task);
        throw end;
      }
    } finally {
      realmLock.mutex.unlock();
      workers.unparks();
    }
  }

  /** Gives the mutex up for a moment if somebody else has the lock. */
  private void spin(Carrier carrier) {
    if (!realmLock.isFree()) {
      realmLock.mutex.unlock();
      try {
        carrier.spin(realmLock);
      } finally {
        realmLock.mutex.lock();
      }
    }
  }

  private StoppedException whyEnd(Carrier carrier, Task task) {
    if (task.main && realmLock.isFree() && !realmLock.hasReady() && detector.isDeadlocked(task)) {
      return detector.deadlock();
    }
    if (carrier.run != null && !task.main && carrier.mainDone()) {
      return StoppedException.ended("the run ended while this task waited inside a Java call");
    }
    if (task.main && task.run.failure != null) {
      return StoppedException.because(task.run.failure);
    }
    return realmLock.awaitSignal(carrier, task.run) ? null : task.run.stopped();
  }

  private void unwind(Carrier carrier, Task task) {
    realmLock.ready().remove(task);
    task.ending = true;
    task.wait.cancel();
    boolean unused = realmLock.acquireIfFree(carrier);
  }
}
