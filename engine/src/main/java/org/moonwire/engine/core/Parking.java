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
      outstanding.add(task);
      task.pinned = d;
      d.stuck = true;
      d.parked = baton.lock.newCondition();
      if (task.main) {
        baton.parkedMains().add(d);
      }
      baton.release(d);
      Stopped end = null;
      while (end == null && baton.pick(d) == null) {
        end = whyEnd(d, task);
      }
      d.stuck = false;
      d.parked = null;
      task.pinned = null;
      baton.parkedMains().remove(d);
      if (end != null) {
        unwind(d, task);
        throw end;
      }
    } finally {
      baton.lock.unlock();
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
    return baton.await(d.parked, task.run) ? null : task.run.stopped();
  }

  private void unwind(Driver d, Task task) {
    baton.ready().remove(task);
    task.cancelWait();
    boolean unused = baton.claimIdle(d);
  }
}
