package org.moonwire.websocket.net;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads of one engine's connections: two loops, as many as are needed to look up names, and
 * one for other work that takes a while. All are daemons, start on first use and end when there is
 * nothing to do. Safe to use from any thread.
 */
public final class EventLoops implements AutoCloseable {
  /**
   * How many look-ups of names may go on at once. Each that hangs holds a thread until the resolver
   * of the operating system gives up, which takes it about half a minute.
   */
  private static final int MAX_NAME_THREADS = 64;

  private static final long CLOSE_TIMEOUT_MILLIS = 1000;

  private final EventLoop[] loops;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger helperCount = new AtomicInteger();
  private final Buffers buffers = new Buffers();
  private final ThreadPoolExecutor names = new WaitingPool(MAX_NAME_THREADS, helper("names"));
  private final NameLookups lookups = new NameLookups(names);
  private final ThreadPoolExecutor work = pool(1, "work");
  private volatile boolean closed;

  /** Starts nothing yet. */
  public EventLoops() {
    this(LoopLeadership::new);
  }

  EventLoops(Supplier<LoopLeadership> leaderships) {
    loops =
        new EventLoop[] {
          new EventLoop(this, "loop-1", leaderships.get()),
          new EventLoop(this, "loop-2", leaderships.get())
        };
  }

  private ThreadPoolExecutor pool(int threads, String purpose) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), helper(purpose));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private ThreadFactory helper(String purpose) {
    return work -> thread(purpose + "-" + helperCount.incrementAndGet(), work);
  }

  /** Tyrus looks classes up through the context loader; it is to find the ones beside us. */
  Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, "moonwire-websocket " + name);
    thread.setDaemon(true);
    thread.setContextClassLoader(EventLoops.class.getClassLoader());
    return thread;
  }

  /** The loop whose turn it is to serve another connection. */
  public EventLoop next() {
    return loops[(turn.getAndIncrement() & Integer.MAX_VALUE) % loops.length];
  }

  /** For what may wait for the network for a long time; most of the time, for names. */
  public ExecutorService names() {
    return names;
  }

  /** Looks names up on {@link #names()}. */
  NameLookups lookups() {
    return lookups;
  }

  /** For what takes time, but does not wait for anybody. */
  public ExecutorService work() {
    return work;
  }

  Buffers buffers() {
    return buffers;
  }

  /** True once {@link #close()} was called. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Ends the helpers at once and each loop as soon as its last connection is gone; waits a second
   * for that. Connections must have been closed before.
   */
  @Override
  public void close() {
    closed = true;
    names.shutdownNow();
    work.shutdown();
    boolean interrupted = Thread.interrupted();
    for (EventLoop loop : loops) {
      loop.execute(() -> {});
      try {
        loop.join(CLOSE_TIMEOUT_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
