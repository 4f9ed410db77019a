package org.moonwire.engine.core;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The tasks of a realm that have not ended, but for main tasks that never waited. All methods are
 * called with the mutex of the realm lock held.
 */
final class LiveTasks {
  private final Realm realm;

  /**
   * Held weakly, because a task that nothing can wake is garbage; null until there is one. Guarded
   * by the mutex.
   */
  private Set<Task> tasks;

  LiveTasks(Realm realm) {
    this.realm = realm;
  }

  List<Task> all() {
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
    return tasks == null || tasks.isEmpty();
  }
}
