package org.moonwire.engine.core;

/**
 * What a Java function is putting together while it calls back: a script may keep the call waiting,
 * so it counts as memory of the task. To be used with {@code try} around the calls; realm thread
 * only.
 */
public final class Building implements AutoCloseable {
  /** Null outside of scripts. */
  private final Task task;

  private final Object outer;

  /** Counts {@code what}, for example the buffer of a string, until {@link #close}. */
  public Building(Object what) {
    this.task = Task.current();
    this.outer = task == null ? null : task.building;
    if (task != null) {
      task.building = what;
    }
  }

  @Override
  public void close() {
    if (task != null) {
      task.building = outer;
    }
  }
}
