package org.moonwire.engine.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may run Lua in a realm: one {@link Carrier} at a time has the turn. Ready tasks get it first
 * in, first out; who finds a task at the head of the queue that another driver must run passes the
 * turn on. While its holder is inside a host call the turn is lent: runs that Java starts on other
 * threads may have it meanwhile. All methods are called with the lock held.
 */
final class RealmLock {
  private static final VarHandle HOLDER = holder();

  final ReentrantLock lock = new ReentrantLock();
  private final Workers workers;

  // all guarded by lock
  private final ArrayDeque<Task> ready = new ArrayDeque<>(0);

  /** Who goes on ahead of all ready tasks, because it stopped in the middle of one. */
  private final ArrayDeque<Carrier> claims = new ArrayDeque<>(0);

  /** Who must see all changes: to end, to find a deadlock, or to take a turn that is free. */
  private final List<Carrier> watching = new ArrayList<>(0);

  /** Written with the lock held; see {@link #probableHolder}. */
  private Carrier holder;

  /** Who had the turn when others took it, latest first: inside of host calls, or interrupted. */
  private final ArrayDeque<Carrier> lenders = new ArrayDeque<>(0);

  /** How many wait for a look into the realm, which they may have whenever nobody runs. */
  private int looking;

  /** How many runs are active. */
  private int runs;

  RealmLock(Workers workers) {
    this.workers = workers;
  }

  private static VarHandle holder() {
    try {
      return MethodHandles.lookup().findVarHandle(RealmLock.class, "holder", Carrier.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  boolean isFree() {
    return holder == null;
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  ArrayDeque<Task> ready() {
    return ready;
  }

  List<Carrier> watching() {
    return watching;
  }

  /** A guess, without the lock. */
  Carrier probableHolder() {
    return (Carrier) HOLDER.getOpaque(this);
  }

  void runBegins() {
    runs++;
  }

  void runEnds() {
    runs--;
  }

  /** A nested run takes the turn of the one that it interrupts; false if that has it no more. */
  boolean handDown(Carrier d) {
    d.outer.stuck = true;
    if (holder != d.outer) {
      return false;
    }
    take(d);
    return true;
  }

  /** Puts a task at the back of the queue and has it run if nobody else has the turn. */
  void add(Task task) {
    ready.add(task);
    if (holder == null || (holder.lent && mayRun(task, holder))) {
      dispatch();
    }
  }

  /** The next task for {@code d} to run; null if it has not, or no longer has, the turn. */
  Task pick(Carrier d) {
    dispatch();
    while (holder == d && !d.lent) {
      Carrier floor = lenders.isEmpty() ? null : floor();
      Task task = candidate(floor);
      if (task != null && workers.responsible(task) == d) {
        start(task, floor);
        return task;
      }
      release(d);
    }
    return null;
  }

  private void start(Task task, Carrier floor) {
    if (floor != null) {
      task.run.driver.borrows = true;
    }
    if (ready.peek() == task) {
      ready.poll();
    } else {
      ready.remove(task);
    }
  }

  /** Gives the turn up: to whoever is next, or back to the lender. */
  void release(Carrier d) {
    if (holder == d) {
      holder = null;
      dispatch();
      if (holder == null ? ready.isEmpty() || looking > 0 : holder.lent) {
        announce();
      }
    }
  }

  /** Forgets a driver that will never go on. */
  void forget(Carrier d) {
    if (!lenders.isEmpty()) {
      lenders.remove(d);
    }
    release(d);
  }

  /** Passes a free or lent turn on to who must run the next task. */
  void dispatch() {
    if (holder != null && !holder.lent) {
      return;
    }
    if (!claims.isEmpty()) {
      take(claims.poll());
      holder.signal();
      return;
    }
    if (holder == null && !lenders.isEmpty()) {
      holder = floor();
      lenders.remove(holder);
      if (holder != null) {
        holder.signal();
      }
    }
    Task task = candidate(holder);
    Carrier next = task == null ? null : workers.responsible(task);
    if (next != null && next != holder) {
      take(next);
      next.signal();
    }
  }

  private void take(Carrier next) {
    if (!lenders.isEmpty()) {
      lenders.remove(next);
    }
    if (holder != null && holder != next) {
      lenders.push(holder);
    }
    holder = next;
  }

  /** Who gets the turn back, past those who cannot use it; null if nobody. */
  private Carrier floor() {
    for (Carrier d : lenders) {
      if (!d.stuck) {
        return d;
      }
    }
    return null;
  }

  /** The first task that may run while {@code floor}, if any, is inside a host call. */
  private Task candidate(Carrier floor) {
    if (floor == null) {
      return ready.peek();
    }
    if (floor.lent && runs > 1) {
      for (Task task : ready) {
        if (mayRun(task, floor)) {
          return task;
        }
      }
    }
    return null;
  }

  private static boolean mayRun(Task task, Carrier floor) {
    Carrier d = task.run.driver;
    return task.run.active
        && (d != floor || task.pinned != null)
        && (d.borrows || (task.main && !task.hasStarted()));
  }

  /**
   * Waits for the turn ahead of all tasks, to go on in the middle of one; false if the run must end
   * instead.
   */
  boolean claim(Carrier d, Run run) {
    if (holder == null || holder == d || holder.lent) {
      take(d);
      return true;
    }
    claims.add(d);
    try {
      while (holder != d) {
        if (!await(d, run)) {
          return false;
        }
      }
      return true;
    } finally {
      claims.remove(d);
    }
  }

  /** Takes the turn if nobody has it, waits for it or is ready. */
  boolean claimUnused(Carrier d) {
    if (holder != null || !ready.isEmpty() || !claims.isEmpty() || !lenders.isEmpty()) {
      return false;
    }
    holder = d;
    return true;
  }

  /** Takes the turn if it is free or lent and nothing that is ready needs it. */
  boolean claimIdle(Carrier d) {
    if (holder != null && !holder.lent) {
      return false;
    }
    take(d);
    return true;
  }

  /** As {@link #await}, for a turn that is free for a moment. */
  boolean awaitLook(Carrier d, Run run) {
    looking++;
    try {
      return await(d, run);
    } finally {
      looking--;
    }
  }

  /** Waits until something has changed for {@code d}; false if {@code run} must end instead. */
  boolean await(Carrier d, Run run) {
    watching.add(d);
    try {
      return awaitTurn(d, run);
    } finally {
      watching.remove(d);
    }
  }

  /** As {@link #await}, and runs meanwhile what feeds the channels of the run. */
  boolean awaitPumping(Carrier d, Run run) {
    watching.add(d);
    try {
      return d.pump(lock) || awaitTurn(d, run);
    } finally {
      watching.remove(d);
    }
  }

  /** As {@link #await}, without being told of other changes than the turn. */
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  boolean awaitTurn(Carrier d, Run run) {
    Condition condition = d.signal(lock);
    if (run != null && run.mustEnd()) {
      return false;
    }
    try {
      long left = run == null ? Run.NO_DEADLINE : run.patience();
      if (left == Run.NO_DEADLINE) {
        condition.await();
        return true;
      }
      long unused = condition.awaitNanos(left);
      return !run.mustEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for a change for {@code nanos} at most; returns what is left of them. */
  @SuppressWarnings("WaitNotInLoop") // the caller loops
  long awaitNanos(Carrier d, long nanos) throws InterruptedException {
    watching.add(d);
    try {
      return d.signal(lock).awaitNanos(nanos);
    } finally {
      watching.remove(d);
    }
  }

  /**
   * Something changed that a run, a worker or a look from outside may wait for; one of thousands of
   * parked threads does not.
   */
  void announce() {
    for (int i = 0; i < watching.size(); i++) {
      watching.get(i).signal();
    }
  }

  /** Takes out what is ready and satisfies {@code doomed}. */
  void drop(java.util.function.Predicate<Task> doomed) {
    Iterator<Task> all = ready.iterator();
    while (all.hasNext()) {
      if (doomed.test(all.next())) {
        all.remove();
      }
    }
  }
}
