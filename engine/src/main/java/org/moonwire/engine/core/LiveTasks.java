package org.moonwire.engine.core;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.Reaper;

/**
 * The tasks of a realm and what may still wake them (engine/manual/channel.md#deadlock). All
 * methods are called with the baton's lock held.
 */
final class LiveTasks {
  private final Realm realm;

  /**
   * Every task that has not ended, but for main tasks that never waited; weakly, because a task
   * that nothing can wake is garbage. Null until there is one.
   */
  private Set<Task> tasks;

  /** Stages, timers and other things outside that were declared. */
  private int holds;

  /** Alive as long as Java code has a function of this realm; null before the first. */
  private WeakReference<Object> callers;

  /** The latest {@link #callers} is watched. */
  private boolean watched;

  LiveTasks(Realm realm) {
    this.realm = realm;
  }

  List<Task> tasks() {
    return tasks == null ? List.of() : List.copyOf(tasks);
  }

  void add(Task task) {
    if (tasks == null) {
      tasks = Collections.newSetFromMap(new WeakHashMap<>());
    }
    tasks.add(task);
    task.run.engine().uses(realm);
  }

  void remove(Task task) {
    if (tasks != null) {
      tasks.remove(task);
    }
  }

  boolean isEmpty() {
    return (tasks == null || tasks.isEmpty()) && holds == 0 && callers == null;
  }

  void hold() {
    holds++;
  }

  void release() {
    holds--;
  }

  /** What a function in the hands of Java keeps, since whoever has it may call it. */
  Object caller() {
    Object caller = callers == null ? null : callers.get();
    if (caller == null) {
      caller = new Object();
      callers = new WeakReference<>(caller);
      watched = false;
    }
    return caller;
  }

  /** True if nothing can wake {@code main} any more, nor anybody who could. */
  boolean isDeadlocked(Task main) {
    if (holds > 0 || !main.waiting) {
      return false;
    }
    if (mayBeWoken(main)) {
      return false;
    }
    for (Task task : tasks()) {
      if (task.waiting ? mayBeWoken(task) : !task.done && !isBelow(task, main)) {
        return false;
      }
    }
    return !mayBeCalled();
  }

  private boolean mayBeWoken(Task task) {
    for (ChannelCore pipe : task.waitsOn) {
      if (pipe.mayBeUsedOutside(realm)) {
        return true;
      }
    }
    return false;
  }

  /** The task goes on when {@code main} ends: that runs nested in its Java call. */
  private static boolean isBelow(Task task, Task main) {
    for (Carrier d = main.run.driver.outer; d != null; d = d.outer) {
      if (task.driver == d) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeCalled() {
    Object caller = callers == null ? null : callers.get();
    if (caller == null) {
      return false;
    }
    if (!watched) {
      watched = true;
      WeakReference<Scheduler> scheduler = new WeakReference<>(realm.scheduler);
      Reaper.watch(caller, () -> Scheduler.recheck(scheduler.get()));
    }
    return true;
  }

  StoppedException deadlock() {
    return new StoppedException(
        "deadlock: all coroutines blocked with no pending operations (threads="
            + tasks().stream().filter(task -> task.waiting).count()
            + ")");
  }
}
