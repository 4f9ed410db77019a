package org.moonwire.engine.core;

import java.io.Reader;
import java.io.Writer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;

/** One eval or invoke, from its call to the return of its main task. Its tasks may outlive it. */
public final class Run implements Untraced {
  static final long NO_DEADLINE = Long.MAX_VALUE;

  /** How often a callback looks whether the run it belongs to was interrupted. */
  private static final long POLL_INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);

  private static final AtomicReferenceFieldUpdater<Run, Active> ACTIVE =
      AtomicReferenceFieldUpdater.newUpdater(Run.class, Active.class, "active");

  private final EngineCore engine;
  private final Limits limits;
  private final LuaTable globals;
  private final long started;
  private final long limit;

  /** That limit, or a shorter one of a run that this one began in. */
  private final long heritage;

  private final Run behind;

  /** What ends with the run should it be stopped; null if nothing. Guarded by this. */
  private Set<Runnable> whenStopped;

  final Carrier carrier;

  /** Set once a task of this run has begun to close what it leaves. */
  private volatile boolean closing;

  /** See {@link #ownCloseUntil}; null before. Guarded by this. */
  private Long closeUntil;

  /** What modules keep for this run; null until one does. */
  private volatile ConcurrentMap<Class<?>, Object> states;

  /**
   * Null once the main task has ended, so that nothing of the host's is kept. Written by the thread
   * that called the run, twice, and without a fence: whoever else looks has it from the mutex, or
   * looks again.
   */
  private volatile Active active;

  /** The error of a spawned task, which fails this run; guarded by the scheduler's mutex. */
  Throwable failure;

  /**
   * What there is while the main task has not ended: what was given, and the run in whose host call
   * this one was started, or on whose behalf; null if there is none.
   */
  private record Active(RunOptions options, Run parent) {}

  /**
   * {@code behind} is the run that has ended and whose task calls for this one, so that what it may
   * do is what that task still may; null if this run was begun by anybody else.
   */
  Run(RunOptions options, Carrier carrier, Run parent, Run behind) {
    this.behind = behind;
    this.engine = options.engine();
    this.limits = options.limits();
    this.globals = options.globals();
    ACTIVE.lazySet(this, new Active(options, parent));
    this.carrier = carrier;
    this.limit =
        options.timeout() == null ? NO_DEADLINE : TimeUnit.NANOSECONDS.convert(options.timeout());
    this.heritage = parent == null ? limit : Math.min(limit, parent.heritage);
    this.started = limit == NO_DEADLINE ? 0 : System.nanoTime();
  }

  /** The engine whose {@code eval} or compiled script was called. */
  public EngineCore engine() {
    return engine;
  }

  /** How much the run and its tasks may hold. */
  public Limits limits() {
    return limits;
  }

  LuaTable globals() {
    return globals;
  }

  /** Where {@code print} writes; after the run to the engine's own context; null if nowhere. */
  public Writer out() {
    Active now = active;
    if (now == null) {
      EngineCore.Console console = engine.console();
      return console == null ? null : console.out();
    }
    return now.options.out() == null && now.parent != null ? now.parent.out() : now.options.out();
  }

  /** Where {@code io.stderr} writes; as {@link #out}. */
  public Writer err() {
    Active now = active;
    if (now == null) {
      EngineCore.Console console = engine.console();
      return console == null ? null : console.err();
    }
    return now.options.err() == null && now.parent != null ? now.parent.err() : now.options.err();
  }

  /** Where {@code io.read} reads; as {@link #out}. */
  public Reader in() {
    Active now = active;
    if (now == null) {
      EngineCore.Console console = engine.console();
      return console == null ? null : console.in();
    }
    return now.options.in() == null && now.parent != null ? now.parent.in() : now.options.in();
  }

  /**
   * Has {@code action} run should this run be stopped by its limit, an interrupt or the end of its
   * engine. Nothing is done for a run that ends otherwise, nor after {@link #forget}.
   */
  public synchronized void whenStopped(Runnable action) {
    if (whenStopped == null) {
      whenStopped = new HashSet<>();
    }
    whenStopped.add(action);
  }

  /** Takes back what was given to {@link #whenStopped}. */
  public synchronized void forget(Runnable action) {
    if (whenStopped != null) {
      whenStopped.remove(action);
    }
  }

  /** The run has ended because it was stopped. */
  synchronized void wasStopped() {
    if (whenStopped != null) {
      whenStopped.forEach(Runnable::run);
    }
  }

  /** What a module keeps for this run, made at the first use. */
  public <T> T state(Class<T> type, Supplier<T> make) {
    ConcurrentMap<Class<?>, Object> all = states;
    if (all == null) {
      synchronized (this) {
        all = states == null ? new ConcurrentHashMap<>() : states;
        states = all;
      }
    }
    return type.cast(all.computeIfAbsent(type, t -> make.get()));
  }

  void end() {
    ACTIVE.lazySet(this, null);
  }

  /** False once the main task has ended. */
  boolean isActive() {
    return active != null;
  }

  /** Null if there is none, or this run has ended. */
  private Run parent() {
    Active now = active;
    return now == null ? null : now.parent;
  }

  /** The run whose {@link Allowance} bounds the tasks of this one; null if its time limit does. */
  Run outlived() {
    return isActive() ? behind : this;
  }

  /** Counts time that tasks took after the end of the run. */
  void take(long nanos) {
    double share = share();
    if (!Double.isInfinite(share)) {
      engine.processorShare().take(nanos, share);
    }
  }

  /** How long tasks may compute between two waits after the end of the run, in nanoseconds. */
  long stretchLimit() {
    return engine.allowance().stretchNanos(heritage);
  }

  /** Which part of a processor they may take. */
  double share() {
    return engine.allowance().share(heritage);
  }

  /** How long to wait before looking again, in nanoseconds; {@link #NO_DEADLINE} for as long. */
  long patience() {
    long left = remaining();
    Run outer = parent();
    boolean elsewhere = outer != null && outer.isActive() && outer.carrier.thread != carrier.thread;
    return elsewhere ? Math.min(left, POLL_INTERVAL) : left;
  }

  /** Nanoseconds until the deadline, 0 or less when it has passed. */
  private long remaining() {
    Task closes = closingTask();
    if (closes != null) {
      return closes.closing.nanosLeft();
    }
    Active now = active;
    if (now == null) {
      return NO_DEADLINE;
    }
    long own = limit == NO_DEADLINE ? NO_DEADLINE : limit - (System.nanoTime() - started);
    Run outer = now.parent;
    return outer == null ? own : Math.min(own, outer.remaining());
  }

  /** True if a task of this run must end now. */
  public boolean mustEnd() {
    return whyEnd() != null;
  }

  /** When what the tasks of this run close at its stop must be over; fixed by the first call. */
  private synchronized long ownCloseUntil() {
    if (closeUntil == null) {
      closeUntil = System.nanoTime() + ClosingAtStop.MAX_NANOS;
    }
    return closeUntil;
  }

  /** When what a task of this run closes that ends now must be over. */
  long closeUntil() {
    return engine.isClosed() ? engine.closeUntil() : ownCloseUntil();
  }

  /** {@code until}, or earlier if the engine, or a run that waits for this one, is stopped too. */
  long soonerOf(long until) {
    long soonest = until;
    if (engine.isClosed()) {
      soonest = Math.min(soonest - engine.closeUntil(), 0) + engine.closeUntil();
    }
    for (Run r = parent(); r != null && r.whyStopped() != null; r = r.parent()) {
      soonest = Math.min(soonest - r.closeUntil(), 0) + r.closeUntil();
    }
    return soonest;
  }

  /** From now on a task of this run may be closing what it leaves. */
  void closes() {
    closing = true;
  }

  /** Null if it may go on. */
  private StoppedException whyEnd() {
    Task task = closingTask();
    if (task == null) {
      return whyStopped();
    }
    boolean goesOn = task.closing.nanosLeft() > 0 && !Thread.currentThread().isInterrupted();
    return goesOn ? null : StoppedException.ended("closing variables took too long");
  }

  /** The task of this run that the calling thread closes variables of; null if there is none. */
  private Task closingTask() {
    Task task = closing ? Task.current() : null;
    while (task != null && (task.run != this || !task.closing.isRunning())) {
      task = task.carrier.below;
    }
    return task;
  }

  /** Why it was stopped, whatever may still be closed. */
  private StoppedException whyStopped() {
    if (engine.isClosed()) {
      return StoppedException.closed();
    }
    Active now = active;
    if (now == null) {
      return null;
    }
    Run outer = now.parent;
    StoppedException why = outer == null ? null : outer.whyEnd();
    if (why != null) {
      return why;
    }
    if (limit != NO_DEADLINE && limit - (System.nanoTime() - started) <= 0) {
      return StoppedException.timedOut(limit);
    }
    return carrier.thread.isInterrupted() ? StoppedException.interrupted() : null;
  }

  /** Throws if a task of this run must end now. */
  void check() {
    StoppedException why = whyEnd();
    if (why != null) {
      throw why;
    }
  }

  /** The reason why a task of this run ends. */
  StoppedException stopped() {
    StoppedException why = whyEnd();
    return why == null ? StoppedException.interrupted() : why;
  }
}
