package org.moonwire.engine.core;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * The tasks of a realm that can go on, first in, first out. Those that must wait until their engine
 * may use a processor again for what has outlived its run are put off: others pass them meanwhile.
 * All methods are called with the mutex of the realm lock held.
 */
final class ReadyQueue {
  private final ArrayDeque<Task> tasks = new ArrayDeque<>(0);

  /** In the order in which they became ready. */
  private final ArrayDeque<Task> putOff = new ArrayDeque<>(0);

  boolean isEmpty() {
    return tasks.isEmpty() && putOff.isEmpty();
  }

  void add(Task task) {
    tasks.add(task);
  }

  void addFirst(Task task) {
    tasks.addFirst(task);
  }

  /** The task to go on next; null if there is none or all are put off. */
  Task first() {
    Task oldest = putOff.peek();
    if (oldest != null && oldest.nanosToPutOff() == 0) {
      return oldest;
    }
    Task first = tasks.peek();
    while (first != null && !first.run.isActive() && first.nanosToPutOff() > 0) {
      putOff.add(tasks.poll());
      first = tasks.peek();
    }
    return first;
  }

  /** The first task that satisfies {@code wanted}; null if none does. */
  Task first(Predicate<Task> wanted) {
    for (Task task : tasks) {
      if (wanted.test(task)) {
        return task;
      }
    }
    return null;
  }

  /** The task that was put off first; null if none is. */
  Task putOff() {
    return putOff.peek();
  }

  void remove(Task task) {
    if (putOff.peek() == task) {
      putOff.poll();
    } else if (tasks.peek() == task) {
      tasks.poll();
    } else if (!tasks.remove(task)) {
      putOff.remove(task);
    }
  }

  /** Takes out what satisfies {@code doomed}. */
  void drop(Predicate<Task> doomed) {
    drop(tasks.iterator(), doomed);
    drop(putOff.iterator(), doomed);
  }

  private static void drop(Iterator<Task> all, Predicate<Task> doomed) {
    while (all.hasNext()) {
      if (doomed.test(all.next())) {
        all.remove();
      }
    }
  }
}
