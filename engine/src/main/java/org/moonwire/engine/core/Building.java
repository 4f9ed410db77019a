package org.moonwire.engine.core;

import java.util.function.Consumer;

/**
 * What a Java function is putting together while it calls back: a script may keep the call waiting,
 * so it counts as memory of the task. To be used with {@code try} around the calls; realm thread
 * only.
 */
public final class Building implements AutoCloseable, Traceable {
  /** Null outside of scripts. */
  private final Task task;

  private final Object what;
  private final Object outer;

  /** Counts {@code what}, for example the buffer of a string, until {@link #close}. */
  public Building(Object what) {
    this.what = what;
    this.task = Task.current();
    this.outer = task == null ? null : task.building;
    if (task != null) {
      task.building = this;
    }
  }

  /** What this is about, and what was being built already when that began. */
  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(what);
    visitor.accept(outer);
  }

  @Override
  public void close() {
    if (task != null) {
      task.building = outer;
    }
  }
}
