package org.moonwire.engine.modules;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.PriorityQueue;
import org.moonwire.engine.module.ModuleContext;

/** An engine's timer on a clock that moves when told to: tasks run in order of time, then of scheduling. */
final class VirtualTime implements ModuleContext {
  private final Clock clock;
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private Instant now = Instant.parse("2024-12-29T15:04:05Z");
  private long scheduled;

  VirtualTime() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    this.clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return zone;
          }

          @Override
          public Clock withZone(ZoneId other) {
            throw new UnsupportedOperationException();
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
  }

  private record Entry(Instant at, long order, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  Clock clock() {
    return clock;
  }

  /** Lets the given time pass. */
  void advance(Duration duration) {
    Instant end = now.plus(duration);
    while (!entries.isEmpty() && !entries.peek().at.isAfter(end)) {
      Entry next = entries.remove();
      now = next.at;
      next.task.run();
    }
    now = end;
  }

  /** How many tasks are still to run. */
  int pending() {
    return entries.size();
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public Registration closeWithEngine(AutoCloseable resource) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    Entry entry = new Entry(now.plus(delay), scheduled++, task);
    entries.add(entry);
    return () -> entries.remove(entry);
  }
}
