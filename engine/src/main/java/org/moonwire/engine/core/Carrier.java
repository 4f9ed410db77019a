package org.moonwire.engine.core;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.Pump;

/**
 * A thread that may run tasks of a realm: the caller of a run, or a worker. Guarded by the baton's
 * lock, unless said otherwise.
 */
final class Carrier {
  // in nanoseconds
  private static final int MIN_SPIN_NANOS = 250;

  /** As long as giving up a processor and getting it back takes. */
  private static final int MAX_SPIN_NANOS = 5_000;

  private static final int LONG_SPIN_NANOS = 40_000;

  private static final int RETRY = 64;
  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

  final Thread thread = Thread.currentThread();

  /** The task, of any realm, further down on the same thread's stack; null if there is none. */
  final Task below = Task.current();

  /** The driver of the same realm further down on that stack; null if there is none. */
  final Carrier outer;

  /** The run that this driver was made for; null for a worker. */
  Run run;

  /** The main task of that run. */
  Task main;

  /** The task that a worker runs; null between tasks. */
  Task task;

  /** What the thread waits for; null until it first does. */
  private Condition signal;

  /** How many nanoseconds it looks for the turn before it waits. */
  private int patience = MIN_SPIN_NANOS;

  private int spins;

  /** While true, the thread is inside Java code below a waiting task and can run nothing else. */
  boolean stuck;

  /**
   * While true, the thread is inside a host call and other threads may run Lua for it. Written by
   * the thread itself only.
   */
  boolean lent;

  /** Its run goes ahead of everything else while whoever has the turn is inside a host call. */
  boolean borrows;

  /** What brought values to the run's tasks; null if nothing. Of the thread itself only. */
  private Pump pump;

  /** What the thread runs while it waits; null if it merely waits. */
  private Pump pumping;

  /** What the thread waits for has come; meant while it pumps. Read without the lock. */
  private volatile boolean signalled;

  Carrier(Carrier outer) {
    this.outer = outer;
  }

  /** The driver of {@code realm} that the calling thread has on its stack; null if none. */
  static Carrier onThisThread(Realm realm) {
    Task task = Task.current();
    while (task != null && task.realm != realm) {
      task = task.driver.below;
    }
    return task == null ? null : task.driver;
  }

  Condition signal(ReentrantLock lock) {
    if (signal == null) {
      signal = lock.newCondition();
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

  /** Notes what feeds channels that a task waits on. Without the lock. */
  void mayPump(List<ChannelCore> channels) {
    for (int i = 0; i < channels.size(); i++) {
      Pump feeding = channels.get(i).pump();
      if (feeding != null) {
        pump = feeding;
      }
    }
  }

  /** The run is over. Without the lock or with it. */
  void forgetPump() {
    pump = null;
  }

  /**
   * Runs what feeds the run's channels until a signal comes, the run must end or the pump does not
   * want to be run. Only for the caller of a run who is inside no other, so that nothing of a
   * script is on the stack. The lock is given up meanwhile.
   *
   * @return true if there was a signal
   */
  boolean pump(ReentrantLock lock) {
    if (pump == null || below != null || WorkerThreads.isVirtual(thread)) {
      return false;
    }
    signalled = false;
    pumping = pump;
    lock.unlock();
    try {
      pump.run(() -> signalled || run.mustEnd());
    } finally {
      lock.lock();
      pumping = null;
    }
    return signalled;
  }

  /**
   * Looks for a moment, without the lock, whether the turn comes back at once: waking a thread
   * takes far longer than most answers do. Who looks in vain looks less long the next times; now
   * and then it looks as long as a sleeping thread takes to wake up and answer. Virtual threads
   * wake each other quickly, and may need each other's carrier to do so.
   */
  void spin(RealmLock baton) {
    Carrier other = baton.probableHolder();
    if (ALONE
        || other == null
        || (WorkerThreads.isVirtual(thread) && WorkerThreads.isVirtual(other.thread))) {
      return;
    }
    long limit = (++spins & (RETRY - 1)) == 0 ? LONG_SPIN_NANOS : patience;
    long start = System.nanoTime();
    do {
      if (baton.probableHolder() == this) {
        patience = MAX_SPIN_NANOS;
        return;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - start < limit);
    patience = Math.max(patience >> 2, MIN_SPIN_NANOS);
  }

  boolean mainDone() {
    return main != null && main.done;
  }
}
