package org.moonwire.engine.core;

/** Where a task waits that has Java code below it: its thread is kept until it is woken. */
final class Parking {
  private final RealmLock baton;
  private final LiveTasks outstanding;

  Parking(RealmLock baton, LiveTasks outstanding) {
    this.baton = baton;
    this.outstanding = outstanding;
  }

  /**
   * Keeps the calling thread until its task is woken; other threads run other tasks meanwhile.
   *
   * @throws StoppedException if the task must end instead; then it unwinds, perhaps without the
   *     turn, which only runs Java code
   */
  void park(Task task) {
    Carrier d = task.driver;
    baton.lock.lock();
    try {
      task.pinned = d;
      d.stuck = true;
      if (task.main) {
        outstanding.add(task);
        baton.watching().add(d);
      }
      baton.release(d);
      spin(d);
      StoppedException end = null;
      while (end == null && baton.pick(d) == null) {
        end = whyEnd(d, task);
      }
      d.stuck = false;
      task.pinned = null;
      if (task.main) {
        baton.watching().remove(d);
      }
      if (end != null) {
        unwind(d, task);
        throw end;
      }
    } finally {
      baton.lock.unlock();
    }
  }

  /** Gives the lock up for a moment if somebody else has the turn. */
  private void spin(Carrier d) {
    if (!baton.isFree()) {
      baton.lock.unlock();
      try {
        d.spin(baton);
      } finally {
        baton.lock.lock();
      }
    }
  }

  private StoppedException whyEnd(Carrier d, Task task) {
    if (task.main && baton.isFree() && !baton.hasReady() && outstanding.isDeadlocked(task)) {
      return outstanding.deadlock();
    }
    if (d.run != null && !task.main && d.mainDone()) {
      return new StoppedException("the run ended while this task waited inside a Java call");
    }
    if (task.main && task.run.failure != null) {
      return StoppedException.because(task.run.failure);
    }
    return baton.awaitTurn(d, task.run) ? null : task.run.stopped();
  }

  private void unwind(Carrier d, Task task) {
    baton.ready().remove(task);
    task.cancelWait();
    boolean unused = baton.claimIdle(d);
  }
}
