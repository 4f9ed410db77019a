package org.moonwire.engine.core;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;

/**
 * Runs the tasks of one realm, one at a time, first in first out. Thread-safe: all that it has is
 * guarded by the mutex of the realm lock, which is called the mutex in this package.
 */
final class Scheduler implements Untraced {
  final RealmLock realmLock;
  final HostCalls hostCalls;
  private final Workers workers = new Workers(this);
  private final LiveTasks liveTasks;
  private final DeadlockDetector detector;
  private final Parking parking;

  Scheduler(Realm realm) {
    this.realmLock = new RealmLock(workers);
    this.hostCalls = new HostCalls(realm, realmLock);
    this.liveTasks = new LiveTasks(realm);
    this.detector = new DeadlockDetector(realm, liveTasks);
    this.parking = new Parking(realmLock, liveTasks, detector);
  }

  /** Runs {@code main} on the calling thread until it ends, and other tasks while it waits. */
  void drive(Task main) {
    Totals.RUNS.increment();
    Carrier carrier = main.run.carrier;
    boolean atOnce = enter(carrier, main);
    try {
      if (atOnce) {
        stepAlone(carrier, main);
      }
      for (Task task = next(carrier, main); task != null; task = next(carrier, main)) {
        step(carrier, task);
      }
      if (main.ending && main.carrier != null) {
        closeVariables(main);
      }
    } finally {
      leave(carrier, main);
    }
  }

  /** How many of its tasks are of that engine. */
  int liveTasks(EngineCore engine) {
    realmLock.mutex.lock();
    try {
      return (int) liveTasks.all().stream().filter(task -> task.run.engine() == engine).count();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** Begins a run that has nothing to wait for: most end without anybody having known of them. */
  private void stepAlone(Carrier carrier, Task main) {
    main.carrier = carrier;
    main.step();
    if (!main.isDone()) {
      waits(main);
    }
  }

  /** Notes a main task that waits: somebody may have to wake, count or end it. */
  void waits(Task main) {
    realmLock.mutex.lock();
    try {
      liveTasks.add(main);
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** Runs a task until it waits or ends. */
  void step(Carrier carrier, Task task) {
    task.carrier = carrier;
    task.step();
    if (task.isDone()) {
      settle(task);
    }
  }

  /** Begins a run; true if it has locked the realm already. */
  private boolean enter(Carrier carrier, Task main) {
    realmLock.mutex.lock();
    try {
      realmLock.runBegins();
      if (carrier.outer == null && realmLock.acquireIfUnused(carrier)) {
        return true;
      }
      liveTasks.add(main);
      if (carrier.outer != null && carrier.outer.main != null) {
        // It goes on after this run: whoever waits for what it may send is not deadlocked.
        liveTasks.add(carrier.outer.main);
      }
      if (carrier.outer != null && realmLock.passToNested(carrier)) {
        realmLock.ready().addFirst(main);
      } else {
        realmLock.add(main);
      }
      return false;
    } finally {
      realmLock.mutex.unlock();
    }
  }

  private void leave(Carrier carrier, Task main) {
    realmLock.mutex.lock();
    try {
      main.run.end();
      realmLock.runEnds();
      liveTasks.remove(main);
      realmLock.ready().remove(main);
      if (carrier.outer != null) {
        carrier.outer.nestedRunEnds();
      }
      realmLock.abandon(carrier);
      if (carrier.outer != null
          && !carrier.outer.isInHostCall()
          && !realmLock.reacquire(carrier.outer, carrier.below.run)) {
        main.failure = carrier.below.run.stopped();
      }
    } finally {
      carrier.runEnds();
      realmLock.mutex.unlock();
    }
  }

  /** The next task for {@code carrier} to run; null once its main task is done. */
  private Task next(Carrier carrier, Task main) {
    if (main.isDone()) {
      return null;
    }
    realmLock.mutex.lock();
    try {
      while (!main.isDone()) {
        if (main.run.failure != null) {
          main.fail(main.run.failure);
          break;
        }
        Task task = realmLock.nextTask(carrier);
        if (task != null) {
          return task;
        }
        if (realmLock.isFree() && !realmLock.hasReady() && detector.isDeadlocked(main)) {
          main.fail(detector.deadlock());
        } else if (!realmLock.awaitPumping(carrier, main.run)) {
          main.fail(main.run.stopped());
        }
      }
      return null;
    } finally {
      realmLock.mutex.unlock();
    }
  }

  private void settle(Task task) {
    realmLock.mutex.lock();
    try {
      liveTasks.remove(task);
      if (task.main) {
        realmLock.announce();
        task.run.carrier.signal();
      } else if (task.failure != null) {
        reportFailure(task);
      }
    } finally {
      realmLock.mutex.unlock();
    }
  }

  private void reportFailure(Task task) {
    Run run = task.run;
    if (run.isActive() && run.failure == null) {
      run.failure = task.failure;
      realmLock.announce();
    } else if (isNews(task.failure) && !run.engine().isClosed()) {
      run.engine().reportLateFailure(task.failure);
    }
  }

  /** What the host has brought about itself is none. */
  private static boolean isNews(RuntimeException failure) {
    return !(failure instanceof StoppedException) || failure instanceof AllowanceExceededException;
  }

  void wake(Task task, Stretch stretch, Varargs results, LuaError error) {
    realmLock.mutex.lock();
    try {
      if (!task.isDone() && !task.ending) {
        task.setStretch(stretch);
        task.wait.setEnd(results, error);
        realmLock.add(task);
      }
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** True if nothing runs, waits or may be called. */
  boolean isIdle() {
    realmLock.mutex.lock();
    try {
      return realmLock.isFree()
          && !realmLock.hasReady()
          && liveTasks.isEmpty()
          && detector.expectsNothing();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** Adds a new task at the back of the queue. */
  void start(Task task) {
    realmLock.mutex.lock();
    try {
      liveTasks.add(task);
      realmLock.ready().add(task);
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** Puts a task to the front of the queue: it goes on before all others, on another thread. */
  void startFirst(Task task) {
    realmLock.mutex.lock();
    try {
      realmLock.ready().addFirst(task);
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** See {@link Parking#park}. */
  void park(Task task) {
    parking.park(task);
  }

  /** The tasks that have not ended; perhaps some that nothing can wake. */
  List<Task> unfinished() {
    realmLock.mutex.lock();
    try {
      return liveTasks.all();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  void hold() {
    realmLock.mutex.lock();
    try {
      detector.hold();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  void release() {
    realmLock.mutex.lock();
    try {
      detector.release();
      realmLock.announce();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** See {@link DeadlockDetector#caller}. */
  Object caller() {
    realmLock.mutex.lock();
    try {
      return detector.caller();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** Something that might have woken a task is gone: runs look whether anything is left. */
  static void recheck(Scheduler scheduler) {
    if (scheduler != null) {
      scheduler.realmLock.mutex.lock();
      try {
        scheduler.realmLock.announce();
      } finally {
        scheduler.realmLock.mutex.unlock();
      }
    }
  }

  /**
   * Locks the realm for a task that closes what it leaves: it may have lost it in a host call or
   * wait that was stopped. False if it is not to be had in the time there is.
   */
  boolean acquire(Task task) {
    Carrier carrier = task.carrier;
    realmLock.mutex.lock();
    try {
      while (!realmLock.isHeldBy(carrier) && !realmLock.acquireIfFree(carrier)) {
        long left = task.closing.nanosLeft();
        if (left <= 0) {
          return false;
        }
        long unused = realmLock.awaitNanos(carrier, left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      realmLock.mutex.unlock();
    }
  }

  /** Closes what a task has left that was ended while it waited on the heap. */
  private static void closeVariables(Task task) {
    Task outer = Task.current();
    Task.setCurrent(task);
    try {
      ClosingAtStop.close(task, task.failure);
    } finally {
      task.carrier.rests();
      Task.setCurrent(outer);
    }
  }

  /** As above on the calling thread, for a task whose engine is closed. */
  void closeAbandoned(Task task) {
    Carrier own = Carrier.onThisThread(task.realm);
    boolean locked = own != null && own.isFree();
    task.carrier = locked ? own : new Carrier(null);
    task.failure = StoppedException.closed();
    try {
      closeVariables(task);
    } finally {
      if (!locked) {
        realmLock.mutex.lock();
        try {
          realmLock.abandon(task.carrier);
        } finally {
          realmLock.mutex.unlock();
        }
      }
    }
  }

  /**
   * Ends the tasks of an engine that wait on the heap, and wakes all waiting threads so that they
   * notice its end; returns the former.
   */
  List<Task> shutdown(EngineCore engine) {
    List<Task> abandoned = new ArrayList<>();
    realmLock.mutex.lock();
    try {
      realmLock.ready().drop(task -> task.run.engine() == engine && abandonIfFree(task, abandoned));
      for (Task task : liveTasks.all()) {
        if (task.run.engine() == engine) {
          if (task.pinned != null) {
            task.pinned.signal();
          } else if (task.isWaiting() && abandonIfFree(task, abandoned)) {
            liveTasks.remove(task);
          }
        }
      }
      workers.engineCloses(engine);
      realmLock.announce();
    } finally {
      realmLock.mutex.unlock();
    }
    return abandoned;
  }

  private static boolean abandonIfFree(Task task, List<Task> abandoned) {
    boolean free = task.abandonIfFree();
    if (free && task.hasVariables()) {
      abandoned.add(task);
    }
    return free;
  }
}
