package org.moonwire.engine;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.function.Executable;
import org.moonwire.engine.modules.VirtualTime;

/** Moves a virtual clock on whenever all tasks of a script wait, so that no test waits for real. */
final class WhileIdle {
  private static final long NOTHING_TO_DO_NANOS = 20_000;

  private final LuaEngine engine;
  private final VirtualTime time;
  private volatile boolean ended;

  private WhileIdle(LuaEngine engine, VirtualTime time) {
    this.engine = engine;
    this.time = time;
  }

  /** Runs {@code body}, a script of {@code engine}; whenever it waits, {@code time} moves on. */
  static void advance(LuaEngine engine, VirtualTime time, Executable body) throws Throwable {
    WhileIdle idle = new WhileIdle(engine, time);
    Thread mover = new Thread(idle::move, "virtual-time");
    mover.setDaemon(true);
    mover.start();
    try {
      body.execute();
    } finally {
      idle.ended = true;
      mover.join();
    }
  }

  private void move() {
    while (!ended) {
      // A look at a global needs the realm, which is unlocked only when no task can go on.
      Object unused = engine.get("idle");
      if (!time.runNext()) {
        LockSupport.parkNanos(NOTHING_TO_DO_NANOS);
      }
    }
  }
}
