package org.moonwire.engine.core;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads that run tasks beside the callers' own: virtual ones where the JVM has them (21
 * and later), small daemon threads elsewhere. A task that waits inside a Java call keeps one; all
 * others share one for each realm.
 */
final class WorkerThreads {
  private static final long STACK_BYTES = 512 * 1024;
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Method START_VIRTUAL = findStartVirtual();

  private WorkerThreads() {}

  /** Starts a thread with the given context class loader. */
  static void start(Runnable work, ClassLoader context) {
    Runnable named =
        () -> {
          Thread self = Thread.currentThread();
          self.setName("moonwire-worker-" + COUNT.incrementAndGet());
          self.setContextClassLoader(context);
          work.run();
        };
    if (START_VIRTUAL != null) {
      startVirtual(named);
      return;
    }
    Thread thread = new Thread(null, named, "moonwire-worker", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
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
