package org.moonwire.engine.core;

/**
 * The time that a task which must end has for its variables to be closed; see {@link
 * ClosingAtStop}. Belongs to the thread that runs the task.
 */
final class TaskClosing {
  private final Task task;

  /** True while variables are closed: the task may go on, although it must end. */
  private boolean running;

  /** When that must be over; null before it begins. */
  private Long until;

  TaskClosing(Task task) {
    this.task = task;
  }

  /** {@code why} is what ends the task. */
  void begin(RuntimeException why) {
    if (task.isWaiting()) {
      task.become(TaskState.RUNNING);
    }
    if (until == null) {
      until =
          why instanceof AllowanceExceededException
              ? System.nanoTime() + ClosingAtStop.MAX_NANOS
              : task.run.closeUntil();
    }
    until = task.run.soonerOf(until);
    task.run.closes();
    running = true;
  }

  void end() {
    running = false;
  }

  boolean isRunning() {
    return running;
  }

  /** How long it may go on. */
  long nanosLeft() {
    until = task.run.soonerOf(until);
    return until - System.nanoTime();
  }
}
