package org.moonwire.websocket.net;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for tasks that may wait for a long time: another one starts only when all others are at
 * work, up to a number; then tasks queue. Threads end after a second without work. Safe to use from
 * any thread.
 */
final class WaitingPool extends ThreadPoolExecutor {
  private final Queue<Runnable> overflow = new ConcurrentLinkedQueue<>();

  WaitingPool(int maxThreads, ThreadFactory factory) {
    super(0, maxThreads, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    setRejectedExecutionHandler((task, pool) -> queue(task));
  }

  /** All threads are at work, or the pool is closed. */
  private void queue(Runnable task) {
    if (isShutdown()) {
      throw new RejectedExecutionException("the engine is closed");
    }
    overflow.add(task);
    // A thread may have become idle just before.
    Runnable first = overflow.poll();
    if (first != null && !getQueue().offer(first)) {
      overflow.add(first);
    }
  }

  /** A thread that has done its task does those that queue. */
  @Override
  protected void afterExecute(Runnable done, Throwable thrown) {
    super.afterExecute(done, thrown);
    for (Runnable next = overflow.poll(); next != null && !isShutdown(); next = overflow.poll()) {
      next.run();
    }
  }
}
