package org.moonwire.engine;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.function.Executable;
import org.moonwire.engine.modules.VirtualTime;

/**
 * Moves a virtual clock on whenever the thread that runs a script waits, so that no test waits for
 * real.
 */
final class WhileIdle {
  /** A thread that only passes a contended lock is not seen waiting this often in a row. */
  private static final int LOOKS = 4;

  private static final long BETWEEN_LOOKS = 50_000;

  private final Thread watched = Thread.currentThread();
  private final VirtualTime time;
  private final Thread mover;
  private volatile boolean closed;

  private WhileIdle(VirtualTime time) {
    this.time = time;
    this.mover = new Thread(this::run, "virtual-time");
    mover.setDaemon(true);
  }

  /** Runs {@code body}; whenever it waits, {@code time} moves on. */
  static void advance(VirtualTime time, Executable body) throws Throwable {
    WhileIdle idle = new WhileIdle(time);
    idle.mover.start();
    try {
      body.execute();
    } finally {
      idle.closed = true;
      idle.mover.join();
    }
  }

  private void run() {
    int waiting = 0;
    while (!closed) {
      boolean waits =
          switch (watched.getState()) {
            case WAITING, TIMED_WAITING -> true;
            default -> false;
          };
      waiting = waits ? waiting + 1 : 0;
      if (waiting >= LOOKS) {
        waiting = 0;
        time.runNext();
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
  }
}
