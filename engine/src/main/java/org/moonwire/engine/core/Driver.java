package org.moonwire.engine.core;

import java.util.concurrent.locks.Condition;

/**
 * A thread that may run tasks of a realm: the caller of a run, or a worker. Guarded by the baton's
 * lock, unless said otherwise.
 */
final class Driver {
  final Thread thread = Thread.currentThread();

  /** The task, of any realm, further down on the same thread's stack; null if there is none. */
  final Task below = Task.current();

  /** The driver of the same realm further down on that stack; null if there is none. */
  final Driver outer;

  /** The run that this driver was made for; null for a worker. */
  Run run;

  /** The main task of that run. */
  Task main;

  /** The task that a worker runs; null between tasks. */
  Task task;

  /** What the thread waits for while its task waits inside a Java call; null otherwise. */
  Condition parked;

  /** While true, the thread is inside Java code below a waiting task and can run nothing else. */
  boolean stuck;

  /**
   * While true, the thread is inside a host call and other threads may run Lua for it. Written by
   * the thread itself only.
   */
  boolean lent;

  /** Its run goes ahead of everything else while whoever has the turn is inside a host call. */
  boolean borrows;

  Driver(Driver outer) {
    this.outer = outer;
  }

  /** The driver of {@code realm} that the calling thread has on its stack; null if none. */
  static Driver onThisThread(Realm realm) {
    Task task = Task.current();
    while (task != null && task.realm != realm) {
      task = task.driver.below;
    }
    return task == null ? null : task.driver;
  }

  boolean mainDone() {
    return main != null && main.done;
  }
}
