package org.moonwire.engine.core;

import java.util.concurrent.locks.Condition;

/**
 * A thread that may run tasks of a realm: the caller of a run, or a worker. Guarded by the
 * scheduler's lock.
 */
final class Driver {
  final Thread thread = Thread.currentThread();

  /** The driver further down on the same thread's stack; null if there is none. */
  final Driver outer;

  /** The run that this driver was made for; null for a worker. */
  Run run;

  /** What the thread waits for while its task waits inside a Java call; null otherwise. */
  Condition parked;

  /** The main task of that run. */
  Task main;

  /** While true, the thread is inside Java code below a waiting task and can run nothing else. */
  boolean stuck;

  /** While true, the thread is inside a host call and other threads may run Lua for it. */
  boolean lent;

  /** Who gets the turn back when this driver is done. */
  Driver lender;

  boolean mainDone() {
    return main != null && main.done;
  }

  Driver(Driver outer) {
    this.outer = outer;
  }
}
