package org.moonwire.websocket.connection;

import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.EventLoop;

/**
 * A stopwatch with alarms. It measures the time during which a connection was being read: while its
 * consumer has no room the clock is paused, and so are its alarms. All of it, every field included,
 * is for the loop's thread only.
 */
final class PausableClock {
  /** An alarm that is so late was not late because of a busy machine, but of a stopped process. */
  private static final long MIN_OWN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long a process that goes on listens before it complains of silence. */
  private static final long LISTEN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final EventLoop loop;

  /** The alarms that are set, by time; null if none ever was. Loop only. */
  private TreeSet<Alarm> alarms;

  /** The loop's own alarm for the first of them; null if none is due or the clock is paused. */
  private EventLoop.Alarm loopAlarm;

  /** For how long the clock was paused so far, in nanoseconds. Loop only. */
  private long pausedNanos;

  /** Since when it is paused, as {@link System#nanoTime()} has it; if it is. Loop only. */
  private long pausedAt;

  /** Whether it is paused. Loop only. */
  private boolean paused;

  /** How many alarms were ever set; orders those of the same time. Loop only. */
  private long alarmCount;

  PausableClock(EventLoop loop) {
    this.loop = loop;
  }

  /** A task for a time of this clock. */
  record Alarm(long at, long number, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int order = Long.signum(at - other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /** The time in nanoseconds, since no particular moment. */
  long now() {
    return (paused ? pausedAt : System.nanoTime()) - pausedNanos;
  }

  void pause() {
    if (!paused) {
      paused = true;
      pausedAt = System.nanoTime();
      rearm();
    }
  }

  void resume() {
    if (paused) {
      paused = false;
      pausedNanos += System.nanoTime() - pausedAt;
      rearm();
    }
  }

  /** Has {@code task} run when the clock shows {@code at}. */
  Alarm at(long at, Runnable task) {
    if (alarms == null) {
      alarms = new TreeSet<>();
    }
    Alarm alarm = new Alarm(at, alarmCount++, task);
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

  /**
   * A process that was stopped, by a debugger perhaps, finds all its alarms overdue. That time was
   * its own pause, and the peer's answers may be on their way from the operating system.
   */
  private void forgiveOwnPause() {
    if (alarms != null && !alarms.isEmpty()) {
      long late = now() - alarms.first().at();
      if (late >= MIN_OWN_PAUSE_NANOS) {
        pausedNanos += late + LISTEN_NANOS;
      }
    }
  }

  private void rearm() {
    if (loopAlarm != null) {
      loopAlarm.cancel();
      loopAlarm = null;
    }
    if (!paused && alarms != null && !alarms.isEmpty()) {
      loopAlarm = loop.schedule(alarms.first().at() - now(), this::ring);
    }
  }

  private void ring() {
    loopAlarm = null;
    forgiveOwnPause();
    long now = now(); // only once: the process may be stopped here, too
    while (alarms != null && !alarms.isEmpty() && alarms.first().at() - now <= 0) {
      alarms.pollFirst().task().run();
    }
    if (loopAlarm == null) {
      rearm();
    }
  }
}
