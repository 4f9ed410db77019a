package org.moonwire.websocket.connection;

import java.util.TreeSet;
import org.moonwire.websocket.net.EventLoop;

/**
 * Measures the time during which a connection was reading: while its consumer has no room the clock
 * stands still, and so do its alarms. For the loop's thread only.
 */
final class PausableClock {
  private final EventLoop loop;
  private TreeSet<Alarm> alarms;
  private EventLoop.Alarm next;
  private long stoodStill;
  private long stoppedAt;
  private boolean stopped;
  private long count;

  PausableClock(EventLoop loop) {
    this.loop = loop;
  }

  /** Something to be done at a time of this clock. */
  record Alarm(long at, long number, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int order = Long.signum(at - other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /** The time, in nanoseconds since no particular moment. */
  long now() {
    return (stopped ? stoppedAt : System.nanoTime()) - stoodStill;
  }

  void stop() {
    if (!stopped) {
      stopped = true;
      stoppedAt = System.nanoTime();
      rearm();
    }
  }

  void start() {
    if (stopped) {
      stopped = false;
      stoodStill += System.nanoTime() - stoppedAt;
      rearm();
    }
  }

  /** Has {@code task} run when the clock shows {@code at}. */
  Alarm at(long at, Runnable task) {
    if (alarms == null) {
      alarms = new TreeSet<>();
    }
    Alarm alarm = new Alarm(at, count++, task);
    alarms.add(alarm);
    if (alarms.first().number() == alarm.number()) {
      rearm();
    }
    return alarm;
  }

  void cancel(Alarm alarm) {
    if (alarms != null) {
      alarms.remove(alarm);
    }
  }

  /** Forgets all alarms. */
  void clear() {
    alarms = null;
    rearm();
  }

  private void rearm() {
    if (next != null) {
      next.cancel();
      next = null;
    }
    if (!stopped && alarms != null && !alarms.isEmpty()) {
      next = loop.schedule(alarms.first().at() - now(), this::ring);
    }
  }

  private void ring() {
    next = null;
    while (alarms != null && !alarms.isEmpty() && alarms.first().at() - now() <= 0) {
      alarms.pollFirst().task().run();
    }
    if (next == null) {
      rearm();
    }
  }
}
