package org.moonwire.engine.core;

import java.util.List;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Channel;
import org.moonwire.policy.SecurityContext;

/**
 * A Lua thread that the scheduler runs: the main one of a run, or one that {@code coroutine.spawn}
 * made. Its fields belong to the thread that has the realm's turn.
 */
public final class Task {
  private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

  final Realm realm;
  final Run run;
  final Coroutine root;
  private final Varargs args;

  Coroutine current;
  int nesting;
  boolean waiting;
  boolean done;
  boolean main;
  Varargs result;
  RuntimeException failure;

  /** The driver whose stack this task is parked on; null if it is on the heap only. */
  Driver pinned;

  Driver driver;

  /** The channels that the task waits on; empty while it waits for something else. */
  List<Channel> waitsOn = List.of();

  private Varargs returned;
  private Varargs wakeResults;
  private LuaError wakeError;
  private boolean started;
  private int patience;

  Task(Realm realm, Run run, LuaValue function, Varargs args) {
    this.realm = realm;
    this.run = run;
    this.root = new Coroutine(function);
    this.current = root;
    this.args = args;
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

  /** The run that started this task; it may have ended. */
  public Run run() {
    return run;
  }

  /** The rights of the task, kept from the run that started it. */
  public SecurityContext security() {
    return run.options().security();
  }

  /** Sets the running task aside; the caller then returns null from {@link Suspending#start}. */
  public Resumption suspend() {
    block();
    return new Resumption(this);
  }

  /** Notes that the running task waits, before anybody may wake it. */
  void block() {
    waiting = true;
    realm.scheduler.block(this);
  }

  /** Takes {@link #block} back: there was no need to wait. */
  void unblock() {
    waiting = false;
    realm.scheduler.unblock(this);
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
    Varargs results = wakeResults;
    LuaError error = wakeError;
    setWake(null, null);
    if (error == null) {
      Calls.deliver(this, results);
    } else {
      Unwinding.unwind(this, error);
    }
  }

  /** Runs until the task ends or has to wait. */
  void step() {
    Task outer = CURRENT.get();
    setCurrent(this);
    try {
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
      failure = e;
      done = true;
    } finally {
      setCurrent(outer);
    }
  }

  /** Ends the run if it must end; called every few thousand steps. */
  void poll() {
    if (realm.core().isClosed()) {
      throw new Stopped("engine closed");
    }
    run.check();
  }

  /** As {@link #poll}, for what starts the interpreter loop anew: errors. */
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
