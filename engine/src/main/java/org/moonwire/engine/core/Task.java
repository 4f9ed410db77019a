package org.moonwire.engine.core;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Rights;

/**
 * A Lua thread that the scheduler runs: the main one of a run, or one that {@code coroutine.spawn}
 * made. Unless said otherwise, its fields belong to the thread that has locked the realm.
 */
public final class Task implements Traceable {
  /**
   * An array of one, which stays: putting the task itself there and away again makes a weak
   * reference each time, and a class of ours would keep its class loader.
   */
  private static final ThreadLocal<Object[]> CURRENT = new ThreadLocal<>();

  private static final AtomicReferenceFieldUpdater<Task, TaskState> STATE =
      AtomicReferenceFieldUpdater.newUpdater(Task.class, TaskState.class, "state");

  /** How many bytes or values may be worked on between two polls: a few milliseconds. */
  private static final long WORK_PER_POLL = 1 << 20;

  /**
   * How many calls and jumps there may be between two polls: little enough for a stop to be noticed
   * at once.
   */
  private static final int POLL_INTERVAL = 4096;

  /** As above, for restarts of the interpreter loop, which take far longer than calls. */
  private static final int RESTARTS_PER_POLL = 100;

  final Realm realm;
  final Run run;
  final Coroutine root;

  /** True for the main task of a run. */
  final boolean main;

  /** The memory limit of the run; {@link Limits#NONE} for none. */
  final long memory;

  private final Varargs args;

  /** What the task itself may do: the rights of the run, or those its spawner had. */
  private final Rights rights;

  /** What the functions that are made now may do; null while a library of the host is loaded. */
  Rights making;

  /** What looking at one call takes, in bytes looked at. */
  private static final int WORK_PER_CALL = 16;

  Coroutine current;

  /** See {@link Building}; null if nothing. */
  Object building;

  final CompiledStack compiledCalls = new CompiledStack();

  /**
   * How many calls and jumps backwards there may be until the next poll. Each instruction counts
   * for itself: of a counter that several share, the JVM's compiler takes one off at every
   * instruction.
   */
  int callFuel = POLL_INTERVAL;

  int jumpFuel = POLL_INTERVAL;
  int loopFuel = POLL_INTERVAL;
  int iterationFuel = POLL_INTERVAL;

  /** How many calls from Java are in progress in the task. */
  int nesting;

  /** Written by {@link #become} and {@link #finish} only; read by any thread. */
  private volatile TaskState state;

  /** What the task returned; null until it has. */
  Varargs result;

  /** Why the task failed; null if it has not. */
  RuntimeException failure;

  /**
   * The carrier whose stack this task is parked on; null if it is on the heap only. Guarded by the
   * scheduler's mutex.
   */
  Carrier pinned;

  /** Who runs the task, or ran it last; null before the first time. */
  Carrier carrier;

  final TaskWait wait = new TaskWait(this);
  final TaskClosing closing = new TaskClosing(this);

  /** The call whose {@code return} has ended the task, if it is a main one; null if not known. */
  Frame lastFrame;

  /** What the bottom frame of the innermost call from Java has returned; null if not yet. */
  private Varargs returned;

  /** Since when the task computes. Replaced with the scheduler's mutex held, while it waits. */
  private Stretch stretch;

  /** Set when the task is ended while it waits: nothing wakes it. Guarded by the mutex. */
  boolean ending;

  /** How many restarts of the interpreter loop there may be until the next poll. */
  private int restartFuel;

  /** How many units of work in Java code there may be until the next poll. */
  private long workLeft;

  /** The main task of a run: the run ends when it does. */
  static Task main(Realm realm, Run run, Rights rights, LuaValue function, Varargs args) {
    Task task = new Task(realm, run, true, rights, function, args);
    task.stretch = new Stretch(false);
    return task;
  }

  /** A task beside the main one, with the rights that its spawner has now. */
  static Task spawned(Task spawner, LuaValue function, Varargs args) {
    Task task = new Task(spawner.realm, spawner.run, false, spawner.rights(), function, args);
    task.goOnWith(spawner);
    return task;
  }

  private Task(Realm realm, Run run, boolean main, Rights rights, LuaValue function, Varargs args) {
    this.main = main;
    this.realm = realm;
    this.run = run;
    this.rights = rights;
    this.making = rights;
    this.root = new Coroutine(function);
    this.current = root;
    this.args = args;
    this.memory = run.limits().memory();
    STATE.lazySet(this, TaskState.NEW);
  }

  /** The task that the calling thread runs; null outside of scripts. */
  public static Task current() {
    Object[] slot = CURRENT.get();
    return slot == null ? null : (Task) slot[0];
  }

  /** As {@link #current}, where there must be one. */
  static Task running() {
    Task task = current();
    if (task == null) {
      throw new IllegalStateException("no script runs on this thread");
    }
    return task;
  }

  static void setCurrent(Task task) {
    slot()[0] = task;
  }

  private static Object[] slot() {
    Object[] slot = CURRENT.get();
    if (slot == null) {
      slot = new Object[1];
      CURRENT.set(slot);
    }
    return slot;
  }

  /** The realm whose scripts this task runs. */
  public Realm realm() {
    return realm;
  }

  /** The globals of the eval that this task belongs to: what chunks see that it loads. */
  public LuaTable globals() {
    LuaTable own = run.globals();
    return own == null ? realm.globals() : own;
  }

  /** The run that started this task; it may have ended. */
  public Run run() {
    return run;
  }

  boolean hasStarted() {
    return state != TaskState.NEW;
  }

  boolean isWaiting() {
    return state == TaskState.WAITING;
  }

  boolean isDone() {
    return state == TaskState.DONE;
  }

  /**
   * The only way from one state to another but for the end, which may come from outside at any
   * time.
   *
   * @throws StoppedException if the task has been ended
   */
  void become(TaskState next) {
    TaskState before = state;
    assert before == TaskState.DONE || before.mayBecome(next) : before + " to " + next;
    if (before == TaskState.NEW) {
      // Whoever begins it has taken it from the queue, so that nobody else can end it.
      STATE.lazySet(this, next);
    } else if (before == TaskState.DONE || !STATE.compareAndSet(this, before, next)) {
      throw ended();
    }
  }

  /** Why the task may not go on, which is known when it has been ended. */
  private StoppedException ended() {
    run.check();
    return StoppedException.ended("the run ended");
  }

  /** The end, whatever the task did before. Who waits for it has it from the mutex. */
  private void finish() {
    STATE.lazySet(this, TaskState.DONE);
  }

  /**
   * The running task is about to wait; from now on it may be woken.
   *
   * @throws LuaRuntimeException if it would keep its thread, and too many do
   */
  void beginWait() {
    if (isWaiting()) {
      return;
    }
    checkMayLast();
    checkMayWait();
    become(TaskState.WAITING);
  }

  /**
   * Called before something that may take its time.
   *
   * @throws LuaRuntimeException if the task is being stopped
   */
  void checkMayLast() {
    if (closing.isRunning()) {
      throw LuaRuntimeException.message("cannot wait while the script is being stopped");
    }
  }

  /**
   * Called before something that may lead to a wait and could not be undone.
   *
   * @throws LuaRuntimeException if the task would keep its thread, and too many do
   */
  void checkMayWait() {
    if (nesting > 0) {
      run.engine().workers().checkMayPark();
    }
  }

  /**
   * What the code that runs now may do: what the task may, and the makers of all functions that are
   * being called, of those also that a call in their place has replaced. A walk over the calls, so
   * that calls themselves cost nothing.
   */
  @SuppressWarnings("ReferenceEquality") // nearly always the same object
  public Rights rights() {
    compiledCalls.check();
    Rights all = rights;
    Rights seen = rights;
    long calls = 0;
    for (Coroutine co = current; co != null; co = co.resumer) {
      for (Frame f = co.top; f != null; f = f.previous) {
        calls++;
        Rights maker = f.closure == null ? null : f.closure.rights;
        if (maker != null && maker != seen) {
          all = all.under(maker);
          seen = maker;
        }
        if (f.replaced != null) {
          all = all.under(f.replaced);
        }
      }
    }
    work(calls * WORK_PER_CALL);
    return all.following();
  }

  /** Runs code of the host: the functions it makes are the host's, whoever has it run. */
  public <T> T asHost(Supplier<T> code) {
    Rights before = making;
    making = null;
    try {
      return code.get();
    } finally {
      making = before;
    }
  }

  /** Called with the scheduler's mutex held. */
  void setStretch(Stretch newStretch) {
    stretch = newStretch;
  }

  /** Sets the running task aside; the caller then returns null from {@link Suspending#start}. */
  public Resumption suspend() {
    beginWait();
    return new Resumption(this);
  }

  /**
   * As {@link #suspend()}.
   *
   * @param whenAbandoned run on the engine's timer thread if the task is ended while it waits
   */
  public Resumption suspend(Runnable whenAbandoned) {
    // Before anybody can see that the task waits.
    wait.whenAbandoned(whenAbandoned);
    return suspend();
  }

  /** Ends a main task from outside. */
  void fail(Throwable cause) {
    ending = true;
    failure = cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    finish();
    wait.cancel();
  }

  /** Ends a task that needs no unwinding: it is spawned and on no thread's stack. */
  boolean abandonIfFree() {
    if (main || pinned != null) {
      return false;
    }
    finish();
    wait.cancel();
    return true;
  }

  /**
   * Leaves the thread of the run's caller before a Java function that may call back: if the task
   * waited inside, the main task could not go on there.
   */
  boolean moveToWorker(LuaValue function, Varargs callArgs) {
    if (main || nesting > 0 || carrier.run == null || !run.isActive() || !anyFunction(callArgs)) {
      return false;
    }
    wait.beginCall(function, callArgs);
    beginWait();
    realm.scheduler.startFirst(this);
    return true;
  }

  private static boolean anyFunction(Varargs values) {
    for (int i = 1; i <= values.narg(); i++) {
      if (values.arg(i).isfunction()) {
        return true;
      }
    }
    return false;
  }

  /** Goes on after a wait. */
  void goOn() {
    become(TaskState.RUNNING);
    wait.end();
  }

  /** Puts the task at the back of the run queue, to go on with {@code results}. */
  void yieldWith(Varargs results) {
    if (closing.isRunning()) {
      Calls.deliver(this, results);
      return;
    }
    beginWait();
    wake(results, null);
  }

  void wake(Varargs results, LuaError error) {
    Task cause = current();
    boolean goesOn = cause != null && cause.run.outlived() != null;
    realm.scheduler.wake(this, goesOn ? cause.stretch : new Stretch(true), results, error);
  }

  /** What another task has caused counts as if that did it. */
  void goOnWith(Task cause) {
    stretch = cause.stretch;
  }

  /**
   * For how many nanoseconds others go first, since the engine has used up its share; 0 for none.
   * With the scheduler's mutex held.
   */
  long nanosToPutOff() {
    if (run.isActive() || !stretch.mayBePutOff() || run.engine().isClosed()) {
      return 0;
    }
    double share = run.share();
    return Double.isInfinite(share) ? 0 : run.engine().processorShare().nanosUntilFree(share);
  }

  /** The task begins to run, or ends that. */
  private void begins() {
    Run outlived = run.outlived();
    if (outlived != null) {
      stretch.begin();
      if (stretch.mayBePutOff()) {
        outlived.take(ProcessorShare.WAKE_NANOS);
      }
    }
  }

  private void ends() {
    carrier.rests();
    Run outlived = run.outlived();
    if (outlived != null) {
      outlived.take(stretch.count());
    }
  }

  /**
   * Counts the time of a task whose run has ended.
   *
   * @throws AllowanceExceededException if it has computed for too long since it last waited
   */
  private void checkAllowance() {
    Run outlived = run.outlived();
    if (outlived != null) {
      outlived.take(stretch.count());
      long most = outlived.stretchLimit();
      if (stretch.computed() > most) {
        throw new AllowanceExceededException(most);
      }
    }
  }

  /** Runs until the task ends or has to wait. */
  void step() {
    Object[] slot = slot();
    Object outer = slot[0];
    slot[0] = this;
    begins();
    try {
      if (run.engine().isClosed()) {
        poll();
      }
      pollNowAndThen();
      if (!hasStarted()) {
        become(TaskState.RUNNING);
        realm.quota.begin(memory);
        root.status = Coroutine.Status.RUNNING;
        LuaValue body = root.body;
        root.body = null;
        Calls.enter(this, body, args);
      } else {
        goOn();
      }
      Varargs r = Interpreter.run(this);
      if (r != null) {
        result = r;
        finish();
      }
    } catch (RuntimeException e) {
      ClosingAtStop.close(this, e);
      // One that was ended from outside between two of its polls has its reason already.
      if (failure == null) {
        failure = run.failure instanceof RuntimeException r && main ? r : e;
      }
      finish();
    } finally {
      ends();
      slot[0] = outer;
    }
  }

  /** Polls, counts calls, and tells how many steps may be made until the next time. */
  int refuel() {
    poll();
    if (memory != Limits.NONE) {
      realm.quota.spendDepth(this);
    }
    if (run.outlived() != null && stretch.mayGiveWay()) {
      realm.scheduler.hostCalls.giveWay(this);
    }
    return POLL_INTERVAL;
  }

  /** Has loops polled after so many steps at the latest. */
  void pollLoopsWithin(int steps) {
    jumpFuel = Math.min(jumpFuel, steps);
    loopFuel = Math.min(loopFuel, steps);
    iterationFuel = Math.min(iterationFuel, steps);
  }

  /** Ends the run if it must end; called every few thousand steps. */
  void poll() {
    checkStop();
    carrier.giveWay(run);
  }

  /** Counts work that loops in Java code do, and polls now and then. */
  void work(long units) {
    workLeft -= units;
    if (workLeft < 0) {
      workLeft = WORK_PER_POLL;
      poll();
    }
  }

  void checkStop() {
    run.check();
    if (closing.isRunning()) {
      return;
    }
    if (isDone()) {
      throw ended();
    }
    checkAllowance();
  }

  /** Whether calls in progress have variables that are to be closed. */
  boolean hasVariables() {
    return ClosingAtStop.isAnyPending(this);
  }

  /** Counts what the running task allocates. */
  void spend(long bytes) {
    if (memory != Limits.NONE) {
      realm.quota.spend(this, bytes);
    }
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(root);
    visitor.accept(current);
    visitor.accept(building);
    wait.trace(visitor);
    if (visitor instanceof Footprint footprint) {
      footprint.add(MemoryQuota.TASK);
      footprint.acceptAll(args);
      footprint.acceptAll(returned);
      footprint.acceptAll(result);
    }
  }

  /**
   * As {@link #poll}, for what starts the interpreter loop anew: errors, and tasks that let others
   * run.
   */
  void pollNowAndThen() {
    if (--restartFuel < 0) {
      restartFuel = RESTARTS_PER_POLL;
      poll();
    }
  }

  /** Waits on this very thread, because Java code is below. */
  void parkThread() {
    realm.scheduler.park(this);
  }

  void returned(Varargs r) {
    returned = r;
  }

  Varargs takeReturned() {
    Varargs r = returned;
    returned = null;
    return r;
  }
}
