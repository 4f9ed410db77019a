package org.moonwire.engine.modules;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.moonwire.engine.module.ModuleContext;

/**
 * An engine's timer on a clock that moves when told to: tasks run in order of time, then of
 * scheduling. Safe to use from any thread.
 */
public final class VirtualTime implements ModuleContext {
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();

  /** Guarded by the lock. */
  private long scheduled;

  private volatile Instant now = Instant.parse("2024-12-29T15:04:05Z");

  private record Entry(Instant at, long order, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** This time as clock, in the zone of Berlin. */
  public Clock clock() {
    return new VirtualClock(ZoneId.of("Europe/Berlin"));
  }

  private final class VirtualClock extends Clock {
    private final ZoneId zone;

    VirtualClock(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new VirtualClock(other);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Lets the given time pass. */
  public void advance(Duration duration) {
    Instant end = now.plus(duration);
    while (runNext(end)) {}
    now = end;
  }

  /** Lets time pass until the next task, and runs it; false if there is none. */
  public boolean runNext() {
    return runNext(Instant.MAX);
  }

  private boolean runNext(Instant end) {
    Entry next;
    lock.lock();
    try {
      next = entries.peek();
      if (next == null || next.at.isAfter(end)) {
        return false;
      }
      entries.remove();
      now = next.at;
    } finally {
      lock.unlock();
    }
    next.task.run();
    return true;
  }

  /** How many tasks are still to run. */
  public int pending() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public Registration closeWithEngine(AutoCloseable resource) {
    // This engine never ends.
    return () -> true;
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    lock.lock();
    try {
      Entry entry = new Entry(now.plus(delay), scheduled++, task);
      entries.add(entry);
      return () -> remove(entry);
    } finally {
      lock.unlock();
    }
  }

  private boolean remove(Entry entry) {
    lock.lock();
    try {
      return entries.remove(entry);
    } finally {
      lock.unlock();
    }
  }
}
