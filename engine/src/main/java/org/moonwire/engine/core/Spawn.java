package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code coroutine.spawn(f, ...)}: the new task runs up to its first wait before the spawner goes
 * on.
 */
final class Spawn extends Control {
  static final Spawn INSTANCE = new Spawn();

  private Spawn() {
    super("spawn");
  }

  @Override
  void enter(Task task, Varargs args) {
    LuaValue body = Args.function(args, 1);
    task.checkMayLast();
    task.spend(MemoryQuota.TASK);
    Totals.TASKS.increment();
    Task spawned = Task.spawned(task, body, args.subargs(2));
    task.realm.scheduler.start(spawned);
    task.yieldWith(spawned.root);
  }
}
