package org.moonwire.engine.core;

import java.util.function.Function;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Waiter;

/** A task that waits on channels. */
final class TaskWaiter extends Waiter {
  private final Task task;
  private final Function<TaskWaiter, Varargs> results;

  /**
   * {@code results} turns the outcome into what the waiting call returns; it may throw what the
   * call raises.
   */
  TaskWaiter(Task task, Function<TaskWaiter, Varargs> results) {
    this.task = task;
    this.results = results;
  }

  Realm realm() {
    return task.realm();
  }

  Varargs results() {
    return results.apply(this);
  }

  @Override
  public void recheck() {
    Scheduler.recheck(task.realm().scheduler);
  }

  @Override
  public void wake() {
    Varargs r;
    try {
      r = results();
    } catch (LuaError e) {
      task.wake(null, e);
      return;
    }
    task.wake(r, null);
  }
}
