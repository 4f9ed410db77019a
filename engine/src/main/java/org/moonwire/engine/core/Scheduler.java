package org.moonwire.engine.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Pipe;

/**
 * Runs the tasks of one realm, one at a time, first in first out. The turn is with one {@link
 * Driver} at most; who finds a task at the head of the queue that another driver must run passes
 * the turn on.
 */
final class Scheduler {
  private static final long WORKER_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EngineCore core;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // all guarded by lock
  private final ArrayDeque<Task> ready = new ArrayDeque<>();

  /** Every task that has not ended; weakly, because a task that nothing can wake is garbage. */
  private final Set<Task> tasks = Collections.newSetFromMap(new WeakHashMap<>());

  private final List<Driver> parkedMains = new ArrayList<>(0);
  private Driver turn;
  private Driver worker;
  private boolean workerStarting;
  private int holds;

  /**
   * Waiting tasks that something outside may still wake, through channels that it need not hold
   * itself: a connection holds its channel weakly, so that one that nobody uses can be closed.
   */
  private final Set<Task> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  Scheduler(EngineCore core) {
    this.core = core;
  }

  /** Runs {@code main} on the calling thread until it ends, and other tasks while it waits. */
  void drive(Task main) {
    Driver d = main.run.driver;
    enter(d, main);
    try {
      while (!main.done) {
        Task task = next(d, main);
        if (task != null) {
          task.driver = d;
          task.step();
          settle(task);
        }
      }
    } finally {
      leave(d, main);
    }
  }

  private void enter(Driver d, Task main) {
    lock.lock();
    try {
      tasks.add(main);
      if (d.outer != null && turn == d.outer) {
        d.outer.stuck = true;
        d.lender = d.outer;
        turn = d;
        ready.addFirst(main);
      } else {
        ready.add(main);
        dispatch();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Goes ahead of everything else while the holder of the turn is inside a host call. */
  private void borrow(Driver d, Task main) {
    ready.remove(main);
    ready.addFirst(main);
    d.lender = turn;
    turn = d;
  }

  private void leave(Driver d, Task main) {
    lock.lock();
    try {
      main.run.active = false;
      tasks.remove(main);
      kept.remove(main);
      ready.remove(main);
      if (turn == d || turn == null) {
        turn = d.lender;
      }
      if (d.lender != null) {
        d.lender.stuck = false;
      }
      dispatch();
      announce();
    } finally {
      lock.unlock();
    }
  }

  /** The next task for {@code d} to run; null once its main task is done. */
  private Task next(Driver d, Task main) {
    lock.lock();
    try {
      while (true) {
        if (main.run.failure != null) {
          fail(main, main.run.failure);
          return null;
        }
        if (main.done) {
          return null;
        }
        if (turn != null && turn != d && turn.lent && !main.hasStarted()) {
          borrow(d, main);
        }
        if (turn == d) {
          Task head = ready.peek();
          if (head == null) {
            turn = d.lender != null && !d.lender.stuck ? d.lender : null;
            announce();
          } else if (responsible(head) == d) {
            return ready.poll();
          } else {
            giveTurn(head);
          }
          continue;
        }
        if (turn == null && !ready.isEmpty() && responsible(ready.peek()) != null) {
          giveTurn(ready.peek());
          continue;
        }
        if (turn == null && isDeadlocked(main)) {
          fail(main, deadlock());
          return null;
        }
        if (!awaitChange(changed, main.run)) {
          fail(main, stopped(main.run));
          return null;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static Stopped stopped(Run run) {
    try {
      run.check();
    } catch (Stopped e) {
      return e;
    }
    return new Stopped("engine closed");
  }

  /** False if the run must end instead. */
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private boolean awaitChange(Condition condition, Run run) {
    if (core.isClosed()) {
      return false;
    }
    try {
      if (!run.active || !run.hasDeadline()) {
        condition.await();
        return true;
      }
      return condition.awaitNanos(run.remaining()) > 0 || !run.active;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void fail(Task main, Throwable cause) {
    main.failure = cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    main.abandon();
  }

  private RuntimeException deadlock() {
    return LuaRaise.value(
        LuaString.valueOf(
            "deadlock: all coroutines blocked with no pending operations (threads="
                + tasks.stream().filter(task -> task.waiting).count()
                + ")"));
  }

  private boolean isDeadlocked(Task main) {
    if (holds > 0 || !ready.isEmpty() || !main.waiting) {
      return false;
    }
    return tasks.stream()
        .filter(task -> task.waiting)
        .allMatch(task -> task.waitsOn.stream().noneMatch(Pipe::isHeldOutside));
  }

  /** After a step: the task waits, is ready again, or has ended. */
  private void settle(Task task) {
    if (!task.done) {
      return;
    }
    lock.lock();
    try {
      tasks.remove(task);
      if (task.main) {
        announce();
        if (task.run.driver.parked != null) {
          task.run.driver.parked.signal();
        }
      }
      if (task.failure != null && !task.main) {
        reportFailure(task);
      }
    } finally {
      lock.unlock();
    }
  }

  private void reportFailure(Task task) {
    Run run = task.run;
    if (run.active && run.failure == null) {
      run.failure = task.failure;
      announce();
    } else if (!core.isClosed()) {
      core.reportLateFailure(task.failure);
    }
  }

  void wake(Task task, Varargs results, LuaError error) {
    lock.lock();
    try {
      if (task.done) {
        return;
      }
      task.setWake(results, error);
      ready.add(task);
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a new task at the back of the queue. */
  void start(Task task) {
    lock.lock();
    try {
      tasks.add(task);
      ready.add(task);
    } finally {
      lock.unlock();
    }
  }

  /** Puts a task to the front of the queue: it goes on before all others, on another thread. */
  void startFirst(Task task) {
    lock.lock();
    try {
      ready.addFirst(task);
    } finally {
      lock.unlock();
    }
  }

  /** Holds a waiting task as long as anything outside may wake it; false if nothing can. */
  boolean keep(Task task) {
    lock.lock();
    try {
      return holds > 0 && kept.add(task);
    } finally {
      lock.unlock();
    }
  }

  /** Takes {@link #keep} back. */
  void letGo(Task task) {
    lock.lock();
    try {
      kept.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /** The tasks that have not ended; perhaps some that nothing can wake. */
  List<Task> unfinished() {
    lock.lock();
    try {
      return List.copyOf(tasks);
    } finally {
      lock.unlock();
    }
  }

  void hold() {
    lock.lock();
    try {
      holds++;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      holds--;
      if (holds == 0) {
        kept.clear();
      }
      announce();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends what waits on the heap, and wakes all waiting threads so that they notice {@code close()}.
   */
  void shutdown() {
    lock.lock();
    try {
      for (Task task : List.copyOf(tasks)) {
        if (task.pinned != null && task.pinned.parked != null) {
          task.pinned.parked.signal();
        }
        if (task.waiting && task.pinned == null && !task.main) {
          task.abandon();
        }
      }
      kept.clear();
      announce();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the calling thread until its task is woken; other threads run other tasks meanwhile. */
  void park(Task task) {
    Driver d = task.driver;
    lock.lock();
    try {
      task.pinned = d;
      d.stuck = true;
      d.parked = lock.newCondition();
      if (task.main) {
        parkedMains.add(d);
      }
      if (turn == d) {
        turn = null;
        announce();
        dispatch();
      }
      while (!(turn == d && ready.peek() == task)) {
        if (turn == d) {
          giveTurn(ready.peek());
        } else if (turn == null && task.main && isDeadlocked(task)) {
          regain(d, task);
          throw deadlock();
        } else if (d.run != null && !task.main && d.mainDone()) {
          regain(d, task);
          throw new Stopped("the run ended while this task waited inside a Java call");
        } else if (!awaitChange(d.parked, task.run)) {
          regain(d, task);
          throw stopped(task.run);
        }
      }
      ready.poll();
      unpark(d, task);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the turn to unwind a task that will never be woken. */
  private void regain(Driver d, Task task) {
    ready.remove(task);
    while (turn != null && turn != d && !core.isClosed()) {
      changed.awaitUninterruptibly();
    }
    turn = d;
    unpark(d, task);
    task.waiting = false;
  }

  private void unpark(Driver d, Task task) {
    d.stuck = false;
    d.parked = null;
    task.pinned = null;
    parkedMains.remove(d);
  }

  /** Runs host code, during which other threads may call Lua functions of this realm. */
  <T> T lend(Driver d, java.util.concurrent.Callable<T> hostCall) throws Exception {
    setLent(d, true);
    try {
      return hostCall.call();
    } finally {
      setLent(d, false);
    }
  }

  private void setLent(Driver d, boolean lent) {
    lock.lock();
    try {
      d.lent = lent;
      if (lent) {
        announce();
      }
      while (!lent && turn != d && !core.isClosed()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code action} with the turn, for a look into the realm from outside. */
  <T> T exclusively(java.util.function.Supplier<T> action) {
    Task task = Task.current();
    if (task != null && task.realm.scheduler == this) {
      return action.get();
    }
    Driver d = new Driver(null);
    lock.lock();
    try {
      while (turn != null && !turn.lent) {
        changed.awaitUninterruptibly();
      }
      d.lender = turn;
      turn = d;
    } finally {
      lock.unlock();
    }
    try {
      return action.get();
    } finally {
      lock.lock();
      try {
        turn = d.lender;
        dispatch();
        announce();
      } finally {
        lock.unlock();
      }
    }
  }

  // the lock is held from here on

  private void dispatch() {
    if (turn == null && !ready.isEmpty()) {
      giveTurn(ready.peek());
    }
  }

  private void giveTurn(Task head) {
    turn = head == null ? null : responsible(head);
    if (turn != null && turn.parked != null) {
      turn.parked.signal();
    } else {
      announce();
    }
  }

  /**
   * Something changed that a run, a worker or a look from outside may wait for; one of thousands of
   * parked threads does not.
   */
  private void announce() {
    changed.signalAll();
    for (Driver d : parkedMains) {
      d.parked.signal();
    }
  }

  /** Who must run the task; null while a worker is on its way. */
  private Driver responsible(Task task) {
    if (task.pinned != null) {
      return task.pinned;
    }
    Driver d = task.run.driver;
    if (task.run.active && !d.stuck && !task.isMoving()) {
      return d;
    }
    if (worker == null || worker.stuck) {
      startWorker();
      return null;
    }
    return worker;
  }

  private void startWorker() {
    if (!workerStarting && !core.isClosed()) {
      workerStarting = true;
      core.startWorker(this::work);
    }
  }

  private void work() {
    Driver d = new Driver(null);
    lock.lock();
    try {
      workerStarting = false;
      worker = d;
      dispatch();
    } finally {
      lock.unlock();
    }
    for (Task task = nextForWorker(d); task != null; task = nextForWorker(d)) {
      task.driver = d;
      task.step();
      settle(task);
    }
  }

  private Task nextForWorker(Driver d) {
    lock.lock();
    try {
      long left = WORKER_IDLE_NANOS;
      if (worker == null || worker.stuck) {
        worker = d;
      }
      while (!core.isClosed() && worker == d) {
        if (turn == d) {
          Task head = ready.peek();
          if (head != null && responsible(head) == d) {
            return ready.poll();
          }
          giveTurn(head);
        } else if (turn == null && !ready.isEmpty() && responsible(ready.peek()) != null) {
          giveTurn(ready.peek());
        } else if (left <= 0) {
          break;
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    retire(d);
    return null;
  }

  private void retire(Driver d) {
    lock.lock();
    try {
      if (worker == d) {
        worker = null;
      }
      if (turn == d) {
        turn = null;
      }
      dispatch();
    } finally {
      lock.unlock();
    }
  }
}
