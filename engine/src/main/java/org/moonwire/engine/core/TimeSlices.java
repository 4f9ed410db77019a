package org.moonwire.engine.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets scripts compute on virtual threads one after the other, and leaves one of the JVM's
 * processors for those to other threads. The JVM takes no processor away from a virtual thread, and
 * a processor serves a queue in which there is always somebody before it looks into others: beside
 * as many busy threads as processors a new one may not start for seconds (measured on 25 with eight
 * busy scripts on two processors: up to 20 s, and 2 s with slices for two of them; 18 ms with one
 * left free). Who has to wait waits where no queue has it. Thread-safe.
 */
final class TimeSlices {
  /** For all engines: the virtual threads of a JVM share their processors. */
  static final TimeSlices OF_VIRTUAL_THREADS = new TimeSlices(processors());

  /** How long a script computes before others do: what a new thread waits at most, or twice. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** How long a script computes without a slice: most end before that. */
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Long enough for a processor to find threads that are ready elsewhere. */
  private static final long GAP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** How long a call of Java may take before its slice is another's. */
  private static final long MAX_AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** How often the first who waits looks for such calls, and the others whether they must end. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long HERE = Long.MAX_VALUE;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock

  /** How many more may compute; if there are any, nobody waits. */
  private int free;

  private final List<Slice> computing = new ArrayList<>();
  private final ArrayDeque<Slice> waiting = new ArrayDeque<>();

  TimeSlices(int processors) {
    this.free = processors;
  }

  /** See {@code java.lang.Thread}: the property sets how many processors virtual threads have. */
  private static int processors() {
    int known = Runtime.getRuntime().availableProcessors();
    return Math.max(1, Integer.getInteger("jdk.virtualThreadScheduler.parallelism", known) - 1);
  }

  /** The slices of the calling thread; it has none yet. */
  Slice ofThisThread() {
    return new Slice();
  }

  /** What one thread has. Its methods are for that thread. */
  final class Slice {
    private final Thread thread = Thread.currentThread();

    /** When the current slice began, or the thread itself. */
    private long since = System.nanoTime();

    /** How long it may compute without a slice. */
    private long graceNanos = GRACE_NANOS;

    /** Whether the thread may compute. Written with the lock held. */
    private volatile boolean held;

    /** From when on. Written with the lock held before {@link #held}, read after it. */
    private long from;

    /** Since when the thread is in a call of Java; {@link #HERE} if it is in none. */
    private volatile long away = HERE;

    /** Called now and then while the thread computes; returns when it may go on. */
    void poll(Run run) {
      if (System.nanoTime() - since > (held ? SLICE_NANOS : graceNanos)) {
        graceNanos = 0;
        if (held && !isAwaited()) {
          LockSupport.parkNanos(GAP_NANOS);
        } else {
          end();
          take(this, run);
        }
        since = System.nanoTime();
      }
    }

    /** The thread calls Java code, which may wait. */
    void leave() {
      if (held) {
        away = System.nanoTime();
      }
    }

    /** That has returned; waits if the slice has gone to another one meanwhile. */
    void comeBack(Run run) {
      if (away != HERE) {
        away = HERE;
        if (!held) {
          poll(run);
        }
      }
    }

    /** The thread does not compute any more, for now. */
    void end() {
      away = HERE;
      if (held) {
        passOn(this);
      }
    }
  }

  private void take(Slice slice, Run run) {
    lock.lock();
    try {
      if (free > 0) {
        free--;
        give(slice, System.nanoTime());
        return;
      }
      waiting.add(slice);
    } finally {
      lock.unlock();
    }
    while (!slice.held) {
      LockSupport.parkNanos(Math.min(isFirst(slice) ? LOOK_NANOS : WAIT_NANOS, run.patience()));
      if (slice.thread.isInterrupted() || run.mustEnd()) {
        withdraw(slice);
        return;
      }
    }
    for (long early = slice.from - System.nanoTime();
        early > 0 && !slice.thread.isInterrupted();
        early = slice.from - System.nanoTime()) {
      LockSupport.parkNanos(early);
    }
  }

  // called with the lock held
  private void give(Slice slice, long from) {
    computing.add(slice);
    slice.from = from;
    slice.held = true;
  }

  private boolean isAwaited() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void passOn(Slice slice) {
    Slice next = null;
    lock.lock();
    try {
      if (computing.remove(slice)) {
        slice.held = false;
        next = next();
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  // called with the lock held
  private Slice next() {
    Slice next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      give(next, System.nanoTime() + GAP_NANOS);
    }
    return next;
  }

  /** Whether somebody has waited longest; he sees to it that nobody keeps a slice unused. */
  private boolean isFirst(Slice slice) {
    List<Slice> unused = new ArrayList<>(0);
    boolean first;
    lock.lock();
    try {
      first = waiting.peek() == slice;
      long now = System.nanoTime();
      for (Slice other : first ? computing : List.<Slice>of()) {
        if (other.away != HERE && now - other.away > MAX_AWAY_NANOS) {
          unused.add(other);
        }
      }
    } finally {
      lock.unlock();
    }
    unused.forEach(this::passOn);
    return first;
  }

  private void withdraw(Slice slice) {
    lock.lock();
    try {
      waiting.remove(slice);
    } finally {
      lock.unlock();
    }
    slice.end();
  }
}
