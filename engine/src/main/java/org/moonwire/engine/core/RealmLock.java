package org.moonwire.engine.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a realm: whichever {@link Carrier} holds it runs Lua there. Ready tasks are served
 * first in, first out; a holder that finds a task at the head of the queue which another carrier
 * must run hands the lock over. While its holder is inside a host call the lock counts as unlocked:
 * runs that Java starts on other threads may take it meanwhile, and the holder is displaced until
 * they give it back. All methods are called with the mutex held, and every field is guarded by it.
 */
final class RealmLock {
  private static final VarHandle HOLDER = holder();

  /** Guards this lock, the queue of ready tasks and all that waits for either; held briefly. */
  final ReentrantLock mutex = new ReentrantLock();

  private final Workers workers;

  private final ReadyQueue ready = new ReadyQueue();

  /**
   * Carriers that want the lock back ahead of all ready tasks: each stopped in the middle of one.
   */
  private final ArrayDeque<Carrier> reacquiring = new ArrayDeque<>(0);

  /** Carriers that must see all changes: to end, to find a deadlock, or to take a free lock. */
  private final List<Carrier> watching = new ArrayList<>(0);

  /**
   * Who holds the lock; null if nobody. Written with the mutex held; see {@link #probableHolder}.
   */
  private Carrier holder;

  /** Who held the lock when others took it, latest first: in a host call, or below another run. */
  private final ArrayDeque<Carrier> displaced = new ArrayDeque<>(0);

  /** How many wait for a look into the realm, which they may have whenever the lock is free. */
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

  boolean isHeldBy(Carrier carrier) {
    return holder == carrier;
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  ReadyQueue ready() {
    return ready;
  }

  List<Carrier> watching() {
    return watching;
  }

  /** Who seems to hold the lock; for a guess, without the mutex. */
  Carrier probableHolder() {
    return (Carrier) HOLDER.getOpaque(this);
  }

  void runBegins() {
    runs++;
  }

  void runEnds() {
    runs--;
  }

  /** A nested run takes the lock from the one that it interrupts; false if that has lost it. */
  boolean passToNested(Carrier nested) {
    nested.outer.nestedRunBegins();
    if (holder != nested.outer) {
      return false;
    }
    take(nested);
    return true;
  }

  /** Puts a task at the back of the queue and has it run if nobody else has the lock. */
  void add(Task task) {
    ready.add(task);
    if (holder == null || (holder.isInHostCall() && mayRun(task, holder))) {
      passOn();
    }
  }

  /** The next task for {@code carrier} to run; null if it has not, or no longer has, the lock. */
  Task nextTask(Carrier carrier) {
    passOn();
    while (holder == carrier && !carrier.isInHostCall()) {
      Carrier unlocked = displaced.isEmpty() ? null : latestDisplaced();
      Task task = candidate(unlocked);
      if (task != null && workers.responsible(task) == carrier) {
        start(task, unlocked);
        return task;
      }
      release(carrier);
    }
    return null;
  }

  private void start(Task task, Carrier unlocked) {
    if (unlocked != null) {
      task.run.carrier.runsInHostCalls = true;
    }
    ready.remove(task);
  }

  /** Gives the lock up: to whoever is next, or back to whom it was taken from. */
  void release(Carrier carrier) {
    if (holder == carrier) {
      holder = null;
      passOn();
      if (holder == null ? ready.isEmpty() || looking > 0 : holder.isInHostCall()) {
        announce();
      }
    }
  }

  /** Gives the lock up for a carrier that will never want it back. */
  void abandon(Carrier carrier) {
    if (!displaced.isEmpty()) {
      displaced.remove(carrier);
    }
    release(carrier);
  }

  /** Passes the lock on to who must run the next task, if it is free or its holder has unlocked. */
  void passOn() {
    if (holder != null && !holder.isInHostCall()) {
      return;
    }
    if (!reacquiring.isEmpty()) {
      take(reacquiring.poll());
      holder.signal();
      return;
    }
    if (holder == null && !displaced.isEmpty()) {
      holder = latestDisplaced();
      displaced.remove(holder);
      if (holder != null) {
        holder.signal();
      }
    }
    Task task = candidate(holder);
    Carrier next = task == null ? null : workers.responsible(task);
    if (next != null && next != holder) {
      take(next);
      next.signal();
    } else if (task == null && ready.putOff() != null) {
      workers.awaitShare(ready.putOff());
    }
  }

  private void take(Carrier next) {
    if (!displaced.isEmpty()) {
      displaced.remove(next);
    }
    if (holder != null && holder != next) {
      displaced.push(holder);
    }
    holder = next;
  }

  /** Who gets the lock back, past those who cannot use it; null if nobody. */
  private Carrier latestDisplaced() {
    for (Carrier carrier : displaced) {
      if (!carrier.isBlocked()) {
        return carrier;
      }
    }
    return null;
  }

  /**
   * The first task that may run; only some may while {@code unlocked}, if it is not null, is inside
   * a host call.
   */
  private Task candidate(Carrier unlocked) {
    if (unlocked == null) {
      return ready.first();
    }
    int own = unlocked.run == null ? 0 : 1;
    return unlocked.isInHostCall() && runs > own
        ? ready.first(task -> mayRun(task, unlocked))
        : null;
  }

  private static boolean mayRun(Task task, Carrier unlocked) {
    Carrier carrier = task.run.carrier;
    return task.run.isActive()
        && (carrier != unlocked || task.pinned != null)
        && (carrier.runsInHostCalls || unlocked.servesNoRun() || (task.main && !task.hasStarted()));
  }

  /** True if a run, or a look from outside, could use the lock that another task holds. */
  boolean isWantedByRun() {
    return looking > 0
        || !reacquiring.isEmpty()
        || ready.first(task -> task.run.isActive() && task.run.outlived() == null) != null;
  }

  /**
   * Waits for the lock ahead of all tasks, to go on in the middle of one; false if the run must end
   * instead.
   */
  boolean reacquire(Carrier carrier, Run run) {
    if (holder == carrier || acquireIfFree(carrier)) {
      return true;
    }
    reacquiring.add(carrier);
    try {
      while (holder != carrier) {
        if (!await(carrier, run)) {
          return false;
        }
      }
      return true;
    } finally {
      reacquiring.remove(carrier);
    }
  }

  /** Takes the lock if nobody has it, waits for it or is ready. */
  boolean acquireIfUnused(Carrier carrier) {
    if (holder != null || !ready.isEmpty() || !reacquiring.isEmpty() || !displaced.isEmpty()) {
      return false;
    }
    holder = carrier;
    return true;
  }

  /** Takes the lock if it is free or its holder is in a host call. */
  boolean acquireIfFree(Carrier carrier) {
    if (holder != null && !holder.isInHostCall()) {
      return false;
    }
    take(carrier);
    return true;
  }

  /** As {@link #await}, for a lock that is free for a moment. */
  boolean awaitLook(Carrier carrier, Run run) {
    looking++;
    try {
      return await(carrier, run);
    } finally {
      looking--;
    }
  }

  /** Waits until something has changed for the carrier; false if {@code run} must end instead. */
  boolean await(Carrier carrier, Run run) {
    watching.add(carrier);
    try {
      return awaitSignal(carrier, run);
    } finally {
      watching.remove(carrier);
    }
  }

  /** As {@link #await}, and runs meanwhile what feeds the channels of the run. */
  boolean awaitPumping(Carrier carrier, Run run) {
    watching.add(carrier);
    try {
      return carrier.pump(mutex) || awaitSignal(carrier, run);
    } finally {
      watching.remove(carrier);
    }
  }

  /** As {@link #await}, without being told of other changes than that it gets the lock. */
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  boolean awaitSignal(Carrier carrier, Run run) {
    Condition condition = carrier.signal(mutex);
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
  long awaitNanos(Carrier carrier, long nanos) throws InterruptedException {
    watching.add(carrier);
    try {
      return carrier.signal(mutex).awaitNanos(nanos);
    } finally {
      watching.remove(carrier);
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
}
