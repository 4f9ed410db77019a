package org.moonwire.engine.core;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.Pump;

/**
 * A thread that may run tasks of a realm: the caller of a run, or a worker. The mutex is that of
 * the {@link RealmLock}.
 */
final class Carrier implements Untraced {
  /** A few looks at the lock: what a thread that always looks in vain still spends. */
  private static final int MIN_SPIN_NANOS = 250;

  /**
   * How long a look lasts for a thread whose last one was not in vain. About what a thread takes to
   * give its processor up and get it back: two threads that hand a {@code SynchronousQueue} value
   * to and fro show it, with 168,000 to 316,000 hand-overs a second where this was measured.
   */
  private static final int MAX_SPIN_NANOS = 5_000;

  /**
   * How long every {@value #LONG_SPIN_INTERVAL}th look lasts: a sleeping thread is woken and has
   * answered by then in the same measurement, at several times its median.
   */
  private static final int LONG_SPIN_NANOS = 40_000;

  /** A power of two. Long looks in vain then cost less than 1 microsecond for each wait. */
  private static final int LONG_SPIN_INTERVAL = 64;

  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

  final Thread thread = Thread.currentThread();

  /** When the thread may compute; null if the operating system sees to that. */
  private final TimeSlices.Slice slice =
      WorkerThreads.isVirtual(thread) ? TimeSlices.OF_VIRTUAL_THREADS.ofThisThread() : null;

  /**
   * The task, of any realm, further down on the same thread's stack; null if there is none, or the
   * run is over.
   */
  Task below;

  /** The carrier of the same realm further down on that stack; null as {@link #below}. */
  Carrier outer;

  /** The run that this carrier was made for; null for a worker. Written before the run begins. */
  Run run;

  /** The main task of that run; null once it is over. Written before it begins, and as it ends. */
  Task main;

  /** The task that a worker runs; null between tasks. Guarded by the mutex. */
  Task task;

  /** Written by the thread itself with the mutex held; it may read it without. */
  private CarrierState state = CarrierState.FREE;

  /**
   * Its run goes ahead of everything else while the holder of the lock is inside a host call, since
   * it began in such a time. Guarded by the mutex; never false again.
   */
  boolean runsInHostCalls;

  /** What the thread waits for; null until it first does. Guarded by the mutex. */
  private Condition signal;

  /** How many nanoseconds it looks for the lock before it waits. Of the thread itself only. */
  private int patience = MIN_SPIN_NANOS;

  /** Counts the looks. Of the thread itself only. */
  private int spins;

  /** What brought values to the run's tasks; null if nothing. Of the thread itself only. */
  private Pump pump;

  /** What the thread runs while it waits; null if it merely waits. Guarded by the mutex. */
  private Pump pumping;

  /**
   * What the thread waits for has come; means nothing unless it pumps. Written with the mutex held,
   * read without.
   */
  private volatile boolean signalled;

  Carrier(Carrier outer) {
    this(outer, Task.current());
  }

  /** {@code below} is the task that the calling thread runs; null if none. */
  Carrier(Carrier outer, Task below) {
    this.outer = outer;
    this.below = below;
  }

  CarrierState state() {
    return state;
  }

  /** The only way from one state to another; for the thread itself, with the mutex held. */
  void become(CarrierState next) {
    assert state.mayBecome(next) : state + " to " + next;
    state = next;
  }

  void nestedRunBegins() {
    become(isInHostCall() ? CarrierState.IN_HOST_CALL_BELOW_RUN : CarrierState.BELOW_RUN);
  }

  void nestedRunEnds() {
    become(isInHostCall() ? CarrierState.IN_HOST_CALL : CarrierState.FREE);
  }

  /** True if the thread runs, or could run, a task of its realm. */
  boolean isFree() {
    return state == CarrierState.FREE;
  }

  /** See {@link CarrierState#isBlocked}. */
  boolean isBlocked() {
    return state.isBlocked();
  }

  /** See {@link CarrierState#isInHostCall}. */
  boolean isInHostCall() {
    return state.isInHostCall();
  }

  /** The carrier of {@code realm} that the calling thread has on its stack; null if none. */
  static Carrier onThisThread(Realm realm) {
    return below(Task.current(), realm);
  }

  /** As above, of a thread that runs {@code current}. */
  static Carrier below(Task current, Realm realm) {
    Task task = current;
    while (task != null && task.realm != realm) {
      task = task.carrier.below;
    }
    return task == null ? null : task.carrier;
  }

  Condition signal(ReentrantLock mutex) {
    if (signal == null) {
      signal = mutex.newCondition();
    }
    return signal;
  }

  /** Ends the wait of the thread, if it does wait. */
  void signal() {
    if (pumping != null) {
      if (!signalled) {
        signalled = true;
        if (Thread.currentThread() != thread) {
          pumping.wakeup();
        }
      }
    } else if (signal != null) {
      signal.signal();
    }
  }

  /** Notes what feeds channels that a task waits on. Without the mutex. */
  void mayPump(List<ChannelCore> channels) {
    for (int i = 0; i < channels.size(); i++) {
      Pump feeding = channels.get(i).pump();
      if (feeding != null) {
        pump = feeding;
      }
    }
  }

  /**
   * The run is over. Functions and tasks that outlive it reach this carrier by way of it: what the
   * main task had in its variables must not live as long as they do. With the mutex held.
   */
  void runEnds() {
    pump = null;
    main = null;
    below = null;
    outer = null;
  }

  /**
   * Runs what feeds the run's channels until a signal comes, the run must end or the pump does not
   * want to be run. Only for the caller of a run who is inside no other, so that nothing of a
   * script is on the stack. The mutex is given up meanwhile.
   *
   * @return true if there was a signal
   */
  boolean pump(ReentrantLock mutex) {
    if (pump == null || below != null || WorkerThreads.isVirtual(thread)) {
      return false;
    }
    signalled = false;
    pumping = pump;
    mutex.unlock();
    try {
      pump.run(() -> signalled || run.mustEnd());
    } finally {
      mutex.lock();
      pumping = null;
    }
    return signalled;
  }

  /**
   * Looks for a moment, without the mutex, whether the realm lock comes back at once: waking a
   * thread takes far longer than most answers do. A thread that has looked in vain looks less long
   * the next times; now and then it looks as long as a sleeping thread takes to wake up and answer.
   * Virtual threads wake each other quickly, and may need each other's platform thread to do so.
   */
  void spin(RealmLock realmLock) {
    Carrier other = realmLock.probableHolder();
    if (ALONE
        || other == null
        || (WorkerThreads.isVirtual(thread) && WorkerThreads.isVirtual(other.thread))) {
      return;
    }
    long limit = (++spins & (LONG_SPIN_INTERVAL - 1)) == 0 ? LONG_SPIN_NANOS : patience;
    long start = System.nanoTime();
    do {
      if (realmLock.probableHolder() == this) {
        patience = MAX_SPIN_NANOS;
        return;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - start < limit);
    patience = Math.max(patience >> 2, MIN_SPIN_NANOS);
  }

  /** Called now and then while the thread computes for a task of {@code running}. */
  void giveWay(Run running) {
    if (slice != null) {
      slice.poll(running);
    }
  }

  /** The thread calls Java code of others, which may wait. */
  void leaves() {
    if (slice != null) {
      slice.leave();
    }
  }

  /** The thread is back from there. */
  void isBack(Run running) {
    if (slice != null) {
      slice.comeBack(running);
    }
  }

  /** The thread does not compute any more, for now. */
  void rests() {
    if (slice != null) {
      slice.end();
    }
  }

  /** True if what the thread runs has outlived its run, so that any run goes first. */
  boolean servesNoRun() {
    return run == null || run.outlived() != null;
  }

  boolean mainDone() {
    return main != null && main.isDone();
  }
}
