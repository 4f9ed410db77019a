package org.moonwire.engine.core;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.Waiter;

/**
 * A Lua thread that the scheduler runs: the main one of a run, or one that {@code coroutine.spawn}
 * made. Its fields belong to the thread that has the realm's turn.
 */
public final class Task implements Traceable {
  private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

  /** How many bytes or values may be worked on between two polls: a few milliseconds. */
  private static final long WORK = 1 << 20;

  final Realm realm;
  final Run run;
  final Coroutine root;

  /** Whether the memory of the run is limited. */
  final boolean limited;

  private final Varargs args;

  /** What the task itself may do: the rights of the run, or those its spawner had. */
  private final Rights rights;

  /** What the functions that are made now may do; null while a library of the host is loaded. */
  Rights making;

  /** What looking at one call takes, in bytes looked at. */
  private static final int WORK_PER_CALL = 16;

  private static final int POLL_INTERVAL = 4096;

  Coroutine current;

  /**
   * How many calls and jumps backwards there may be until the next poll. Each instruction counts
   * for itself: of a counter that several share, the JVM's compiler takes one off at every
   * instruction.
   */
  int callFuel = POLL_INTERVAL;

  int jumpFuel = POLL_INTERVAL;
  int loopFuel = POLL_INTERVAL;
  int iterationFuel = POLL_INTERVAL;

  int nesting;
  volatile boolean waiting;
  volatile boolean done;
  boolean main;
  Varargs result;
  RuntimeException failure;

  /** The driver whose stack this task is parked on; null if it is on the heap only. */
  Carrier pinned;

  Carrier driver;

  /** The channels that the task waits on; empty while it waits for something else. */
  List<ChannelCore> waitsOn = List.of();

  /** The operation that the task waits in on those channels. */
  private Waiter waiter;

  /**
   * A call into Java that must not be made on the thread of the run's caller, where it would hold
   * up the main task.
   */
  private LuaValue movedFunction;

  private Varargs movedArgs;

  private Varargs returned;
  private Varargs wakeResults;
  private LuaError wakeError;
  private boolean started;

  private int patience;
  private long workLeft;

  Task(Realm realm, Run run, Rights rights, LuaValue function, Varargs args) {
    this.realm = realm;
    this.run = run;
    this.rights = rights;
    this.making = rights;
    this.root = new Coroutine(function);
    this.current = root;
    this.args = args;
    this.limited = run.limits().limitMemory();
  }

  /** The task that the calling thread runs; null outside of scripts. */
  public static Task current() {
    return CURRENT.get();
  }

  /** As {@link #current}, where there must be one. */
  static Task running() {
    Task task = CURRENT.get();
    if (task == null) {
      throw new IllegalStateException("no script runs on this thread");
    }
    return task;
  }

  static void setCurrent(Task task) {
    if (task == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(task);
    }
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
    return started;
  }

  /**
   * What the code that runs now may do: what the task may, and the makers of all functions that are
   * being called, of those also that a call in their place has replaced. A walk over the calls, so
   * that calls themselves cost nothing.
   */
  @SuppressWarnings("ReferenceEquality") // nearly always the same object
  public Rights rights() {
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
    return all;
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

  /** Sets the running task aside; the caller then returns null from {@link Suspending#start}. */
  public Resumption suspend() {
    waiting = true;
    return new Resumption(this);
  }

  /** The running task waits in {@code operation} on {@code channels}. */
  void waitOn(List<ChannelCore> channels, Waiter operation) {
    waitsOn = channels;
    waiter = operation;
    driver.mayPump(channels);
  }

  /** Ends a main task from outside. */
  void fail(Throwable cause) {
    failure = cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    done = true;
    cancelWait();
  }

  /** Ends a task that needs no unwinding: it is spawned and on no thread's stack. */
  boolean abandonIfFree() {
    if (main || pinned != null) {
      return false;
    }
    done = true;
    cancelWait();
    return true;
  }

  /** What is sent from now on goes to somebody else. */
  void cancelWait() {
    Waiter operation = waiter;
    if (operation != null) {
      operation.cancel();
    }
  }

  /** True if the next call must be made by a worker. */
  boolean isMoving() {
    return movedFunction != null;
  }

  /**
   * Leaves the thread of the run's caller before a Java function that may call back: if the task
   * waited inside, the main task could not go on there.
   */
  boolean moveToWorker(LuaValue function, Varargs callArgs) {
    if (main || nesting > 0 || driver.run == null || !run.active || !anyFunction(callArgs)) {
      return false;
    }
    movedFunction = function;
    movedArgs = callArgs;
    waiting = true;
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

  /** Puts the task at the back of the run queue, to go on with {@code results}. */
  void yieldWith(Varargs results) {
    waiting = true;
    wake(results, null);
  }

  void wake(Varargs results, LuaError error) {
    realm.scheduler.wake(this, results, error);
  }

  /** Called with the scheduler's lock held. */
  void setWake(Varargs results, LuaError error) {
    wakeResults = results;
    wakeError = error;
  }

  /** Goes on after a wait: results are delivered, or the error is raised where the task waited. */
  void applyWake() {
    waiting = false;
    waitsOn = List.of();
    waiter = null;
    if (movedFunction != null) {
      LuaValue function = movedFunction;
      Varargs callArgs = movedArgs;
      movedFunction = null;
      movedArgs = null;
      enterMoved(function, callArgs);
      return;
    }
    Varargs results = wakeResults;
    LuaError error = wakeError;
    setWake(null, null);
    if (error == null) {
      Calls.deliver(this, results);
    } else {
      Unwinding.unwind(this, error);
    }
  }

  /** Makes the call that was moved; what it throws goes to the handlers of the task. */
  private void enterMoved(LuaValue function, Varargs callArgs) {
    try {
      Calls.enter(this, function, callArgs);
    } catch (LuaError e) {
      Unwinding.unwind(this, e);
    } catch (StackOverflowError e) {
      Unwinding.unwind(this, LuaRuntimeException.message("stack overflow"));
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      Unwinding.unwind(this, LuaRuntimeException.fromJava(e));
    }
  }

  /** Runs until the task ends or has to wait. */
  void step() {
    Task outer = CURRENT.get();
    setCurrent(this);
    try {
      if (run.engine().isClosed()) {
        poll();
      }
      pollNowAndThen();
      if (!started) {
        started = true;
        root.status = Coroutine.Status.RUNNING;
        LuaValue body = root.body;
        root.body = null;
        Calls.enter(this, body, args);
      } else {
        applyWake();
      }
      Varargs r = Interpreter.run(this);
      if (r != null) {
        result = r;
        done = true;
      }
    } catch (RuntimeException e) {
      failure = run.failure instanceof RuntimeException r && main ? r : e;
      done = true;
    } finally {
      setCurrent(outer);
    }
  }

  /** Polls, and tells how many steps may be made until the next time. */
  int refuel() {
    poll();
    return POLL_INTERVAL;
  }

  /** Ends the run if it must end; called every few thousand steps. */
  void poll() {
    checkStop();
    if (limited) {
      realm.budget.spendDepth(this);
    }
  }

  /** Counts work that loops in Java code do, and polls now and then. */
  void work(long units) {
    workLeft -= units;
    if (workLeft < 0) {
      workLeft = WORK;
      poll();
    }
  }

  void checkStop() {
    run.check();
    if (done) {
      throw new StoppedException("the run ended");
    }
  }

  /** Counts what the running task allocates. */
  void spend(long bytes) {
    if (limited) {
      realm.budget.spend(this, bytes);
    }
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(root);
    visitor.accept(current);
    if (visitor instanceof Footprint footprint) {
      footprint.add(MemoryQuota.TASK);
      footprint.acceptAll(args);
      footprint.acceptAll(returned);
      footprint.acceptAll(wakeResults);
      footprint.acceptAll(movedArgs);
    }
  }

  /**
   * As {@link #poll}, for what starts the interpreter loop anew: errors, and tasks that let others
   * run.
   */
  void pollNowAndThen() {
    if (--patience < 0) {
      patience = 100;
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
