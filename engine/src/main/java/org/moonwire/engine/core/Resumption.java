package org.moonwire.engine.core;

import java.util.concurrent.atomic.AtomicBoolean;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;

/**
 * The one way to wake a waiting task. The first call decides, later ones have no effect; any thread
 * may call.
 */
public final class Resumption {
  private final Task task;
  private final AtomicBoolean used = new AtomicBoolean();

  Resumption(Task task) {
    this.task = task;
  }

  /** The waiting call returns {@code results}. */
  public void resume(Varargs results) {
    if (used.compareAndSet(false, true)) {
      task.wake(results, null);
    }
  }

  /** The waiting call raises {@code error}. */
  public void raise(LuaError error) {
    if (used.compareAndSet(false, true)) {
      task.wake(null, error);
    }
  }
}
