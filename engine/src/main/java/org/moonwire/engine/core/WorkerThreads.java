package org.moonwire.engine.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that run tasks beside the callers' own: virtual ones where the JVM has them (21 and
 * later), small daemon threads elsewhere. A task that waits inside a Java call keeps one; all
 * others share one for each realm. Thread-safe.
 */
final class WorkerThreads {
  /**
   * How many platform threads of one engine may wait inside of Java calls. Each takes some tens of
   * kilobytes, and the machine has a limit of its own for all of them.
   */
  static final int MAX_PARKED = 1_000;

  private static final String NAME = "moonwire-worker";
  private static final long STACK_BYTES = 512 * 1024;
  private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Method START_VIRTUAL = findStartVirtual();
  private static final MethodHandle IS_VIRTUAL = findIsVirtual();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();

  private final AtomicInteger parked = new AtomicInteger();

  // guarded by lock
  private int alive;
  private boolean closed;

  /** A worker on a platform thread. */
  private static final class PlatformWorker extends Thread {
    PlatformWorker(Runnable work) {
      super(null, work, NAME, STACK_BYTES);
      setDaemon(true);
    }
  }

  /**
   * Called before a task waits that keeps the calling thread.
   *
   * @throws LuaRuntimeException if too many threads are kept already
   */
  void checkMayPark() {
    if (parked.get() >= MAX_PARKED && Thread.currentThread() instanceof PlatformWorker) {
      throw LuaRuntimeException.message(
          "too many coroutines wait inside of Java calls such as string.gsub (at most "
              + MAX_PARKED
              + " at a time)");
    }
  }

  /** The calling thread is kept by a task that waits. */
  void parks() {
    parked.incrementAndGet();
  }

  /** The calling thread goes on. */
  void unparks() {
    parked.decrementAndGet();
  }

  /** Starts a thread with the given context class loader; false if that is over. */
  boolean start(Runnable work, ClassLoader context) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      alive++;
    } finally {
      lock.unlock();
    }
    Runnable named =
        () -> {
          Thread self = Thread.currentThread();
          // There may be thousands of virtual ones: they share a name.
          self.setName(START_VIRTUAL != null ? NAME : NAME + "-" + COUNT.incrementAndGet());
          self.setContextClassLoader(context);
          try {
            work.run();
          } finally {
            ended();
          }
        };
    if (START_VIRTUAL != null) {
      startVirtual(named);
      return true;
    }
    new PlatformWorker(named).start();
    return true;
  }

  private void ended() {
    lock.lock();
    try {
      alive--;
      if (alive == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts no more, and waits a little for those that run to end. */
  void awaitEnd() {
    lock.lock();
    try {
      closed = true;
      long left = CLOSE_TIMEOUT_NANOS;
      while (alive > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a thread is one of those that the JVM runs on others. */
  static boolean isVirtual(Thread thread) {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot look at a thread", e);
    }
  }

  /** {@code Thread.isVirtual}, null before Java 21. */
  private static MethodHandle findIsVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static void startVirtual(Runnable work) {
    try {
      START_VIRTUAL.invoke(null, work);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot start a virtual thread", e);
    }
  }

  /** {@code Thread.startVirtualThread}, null before Java 21. */
  private static Method findStartVirtual() {
    if (Runtime.version().feature() < 21) {
      return null;
    }
    try {
      return Thread.class.getMethod("startVirtualThread", Runnable.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
