package org.moonwire.engine.core;

/** Where a task waits that has Java code below it: its thread is kept until it is woken. */
final class Parking {
  private final Baton baton;
  private final Outstanding outstanding;

  Parking(Baton baton, Outstanding outstanding) {
    this.baton = baton;
    this.outstanding = outstanding;
  }

  /**
   * Keeps the calling thread until its task is woken; other threads run other tasks meanwhile.
   *
   * @throws Stopped if the task must end instead; then it unwinds, perhaps without the turn, which
   *     only runs Java code
   */
  void park(Task task) {
    Driver d = task.driver;
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
      Stopped end = null;
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
  private void spin(Driver d) {
    if (!baton.isFree()) {
      baton.lock.unlock();
      try {
        d.spin(baton);
      } finally {
        baton.lock.lock();
      }
    }
  }

  private Stopped whyEnd(Driver d, Task task) {
    if (task.main && baton.isFree() && !baton.hasReady() && outstanding.isDeadlocked(task)) {
      return outstanding.deadlock();
    }
    if (d.run != null && !task.main && d.mainDone()) {
      return new Stopped("the run ended while this task waited inside a Java call");
    }
    if (task.main && task.run.failure != null) {
      return Stopped.because(task.run.failure);
    }
    return baton.awaitTurn(d, task.run) ? null : task.run.stopped();
  }

  private void unwind(Driver d, Task task) {
    baton.ready().remove(task);
    task.cancelWait();
    boolean unused = baton.claimIdle(d);
  }
}
