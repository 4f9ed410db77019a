package org.moonwire.engine.core;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;

/**
 * Runs the tasks of one realm, one at a time, first in first out. Thread-safe: all that it has is
 * guarded by the baton's lock.
 */
final class Scheduler {
  final RealmLock baton;
  private final Workers workers = new Workers(this);
  private final LiveTasks outstanding;
  private final Parking parking;
  private final Realm realm;

  Scheduler(Realm realm) {
    this.realm = realm;
    this.baton = new RealmLock(workers);
    this.outstanding = new LiveTasks(realm);
    this.parking = new Parking(baton, outstanding);
  }

  /** Runs {@code main} on the calling thread until it ends, and other tasks while it waits. */
  void drive(Task main) {
    Carrier d = main.run.driver;
    boolean atOnce = enter(d, main);
    try {
      if (atOnce) {
        stepAlone(d, main);
      }
      for (Task task = next(d, main); task != null; task = next(d, main)) {
        step(d, task);
      }
    } finally {
      leave(d, main);
    }
  }

  /** Begins a run that has nothing to wait for: most end without anybody having known of them. */
  private void stepAlone(Carrier d, Task main) {
    main.driver = d;
    main.step();
    if (!main.done) {
      waits(main);
    }
  }

  /** Notes a main task that waits: somebody may have to wake, count or end it. */
  void waits(Task main) {
    baton.lock.lock();
    try {
      outstanding.add(main);
    } finally {
      baton.lock.unlock();
    }
  }

  /** Runs a task until it waits or ends. */
  void step(Carrier d, Task task) {
    task.driver = d;
    task.step();
    if (task.done) {
      settle(task);
    }
  }

  /** Begins a run; true if it has the turn already. */
  private boolean enter(Carrier d, Task main) {
    baton.lock.lock();
    try {
      baton.runBegins();
      if (d.outer == null && baton.claimUnused(d)) {
        return true;
      }
      outstanding.add(main);
      if (d.outer != null && d.outer.main != null) {
        // It goes on after this run: whoever waits for what it may send is not deadlocked.
        outstanding.add(d.outer.main);
      }
      if (d.outer != null && baton.handDown(d)) {
        baton.ready().addFirst(main);
      } else {
        baton.add(main);
      }
      return false;
    } finally {
      baton.lock.unlock();
    }
  }

  private void leave(Carrier d, Task main) {
    baton.lock.lock();
    try {
      main.run.end();
      d.forgetPump();
      baton.runEnds();
      outstanding.remove(main);
      baton.ready().remove(main);
      if (d.outer != null) {
        d.outer.stuck = false;
      }
      baton.forget(d);
      if (d.outer != null && !d.outer.lent && !baton.claim(d.outer, d.below.run)) {
        main.failure = d.below.run.stopped();
      }
    } finally {
      baton.lock.unlock();
    }
  }

  /** The next task for {@code d} to run; null once its main task is done. */
  private Task next(Carrier d, Task main) {
    baton.lock.lock();
    try {
      while (!main.done) {
        if (main.run.failure != null) {
          main.fail(main.run.failure);
          break;
        }
        Task task = baton.pick(d);
        if (task != null) {
          return task;
        }
        if (baton.isFree() && !baton.hasReady() && outstanding.isDeadlocked(main)) {
          main.fail(outstanding.deadlock());
        } else if (!baton.awaitPumping(d, main.run)) {
          main.fail(main.run.stopped());
        }
      }
      return null;
    } finally {
      baton.lock.unlock();
    }
  }

  private void settle(Task task) {
    baton.lock.lock();
    try {
      outstanding.remove(task);
      if (task.main) {
        baton.announce();
        task.run.driver.signal();
      } else if (task.failure != null) {
        reportFailure(task);
      }
    } finally {
      baton.lock.unlock();
    }
  }

  private void reportFailure(Task task) {
    Run run = task.run;
    if (run.active && run.failure == null) {
      run.failure = task.failure;
      baton.announce();
    } else if (!(task.failure instanceof StoppedException) && !run.engine().isClosed()) {
      run.engine().reportLateFailure(task.failure);
    }
  }

  void wake(Task task, Varargs results, LuaError error) {
    baton.lock.lock();
    try {
      if (!task.done) {
        task.setWake(results, error);
        baton.add(task);
      }
    } finally {
      baton.lock.unlock();
    }
  }

  /** True if nothing runs, waits or may be called. */
  boolean isIdle() {
    baton.lock.lock();
    try {
      return baton.isFree() && !baton.hasReady() && outstanding.isEmpty();
    } finally {
      baton.lock.unlock();
    }
  }

  /** Adds a new task at the back of the queue. */
  void start(Task task) {
    baton.lock.lock();
    try {
      outstanding.add(task);
      baton.ready().add(task);
    } finally {
      baton.lock.unlock();
    }
  }

  /** Puts a task to the front of the queue: it goes on before all others, on another thread. */
  void startFirst(Task task) {
    baton.lock.lock();
    try {
      baton.ready().addFirst(task);
    } finally {
      baton.lock.unlock();
    }
  }

  /** See {@link Parking#park}. */
  void park(Task task) {
    parking.park(task);
  }

  /** The tasks that have not ended; perhaps some that nothing can wake. */
  List<Task> unfinished() {
    baton.lock.lock();
    try {
      return List.copyOf(outstanding.tasks());
    } finally {
      baton.lock.unlock();
    }
  }

  void hold() {
    baton.lock.lock();
    try {
      outstanding.hold();
    } finally {
      baton.lock.unlock();
    }
  }

  void release() {
    baton.lock.lock();
    try {
      outstanding.release();
      baton.announce();
    } finally {
      baton.lock.unlock();
    }
  }

  /** See {@link LiveTasks#caller}. */
  Object caller() {
    baton.lock.lock();
    try {
      return outstanding.caller();
    } finally {
      baton.lock.unlock();
    }
  }

  /** Something that might have woken a task is gone: runs look whether anything is left. */
  static void recheck(Scheduler scheduler) {
    if (scheduler != null) {
      scheduler.baton.lock.lock();
      try {
        scheduler.baton.announce();
      } finally {
        scheduler.baton.lock.unlock();
      }
    }
  }

  /**
   * Ends the tasks of an engine that wait on the heap, and wakes all waiting threads so that they
   * notice its end.
   */
  void shutdown(EngineCore engine) {
    baton.lock.lock();
    try {
      baton.drop(task -> task.run.engine() == engine && task.abandonIfFree());
      for (Task task : outstanding.tasks()) {
        if (task.run.engine() == engine) {
          if (task.pinned != null) {
            task.pinned.signal();
          } else if (task.waiting && task.abandonIfFree()) {
            outstanding.remove(task);
          }
        }
      }
      workers.engineCloses(engine);
      baton.announce();
    } finally {
      baton.lock.unlock();
    }
  }

  /** Runs host code, during which other threads may call Lua functions of this realm. */
  <T> T lend(Task task, Callable<T> hostCall) throws Exception {
    Carrier d = task.driver;
    if (d.lent) {
      return hostCall.call();
    }
    setLent(d);
    T result;
    try {
      result = hostCall.call();
    } catch (Throwable e) {
      takeBack(d, task.run);
      throw e;
    }
    if (!takeBack(d, task.run) || task.run.mustEnd()) {
      throw task.run.stopped();
    }
    return result;
  }

  private void setLent(Carrier d) {
    baton.lock.lock();
    try {
      d.lent = true;
      baton.dispatch();
      baton.announce();
    } finally {
      baton.lock.unlock();
    }
  }

  private boolean takeBack(Carrier d, Run run) {
    baton.lock.lock();
    try {
      d.lent = false;
      return baton.claim(d, run);
    } finally {
      baton.lock.unlock();
    }
  }

  /** Runs {@code action} with the turn, for a look into the realm from outside. */
  <T> T exclusively(Supplier<T> action) {
    Carrier own = Carrier.onThisThread(realm);
    if (own != null && !own.lent && !own.stuck) {
      return action.get();
    }
    Task task = Task.current();
    Carrier d = new Carrier(null);
    baton.lock.lock();
    try {
      while (!baton.claimIdle(d)) {
        if (!baton.awaitLook(d, task == null ? null : task.run)) {
          throw task == null || !task.run.mustEnd() ? interrupted() : task.run.stopped();
        }
      }
    } finally {
      baton.lock.unlock();
    }
    try {
      return action.get();
    } finally {
      baton.lock.lock();
      try {
        baton.forget(d);
      } finally {
        baton.lock.unlock();
      }
    }
  }

  private static IllegalStateException interrupted() {
    return new IllegalStateException("interrupted while waiting for the script's turn");
  }
}
