package org.moonwire.engine.channel;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells that an object cannot be reached any more, on daemon threads of the JVM that end when our
 * classes are unloaded. For the engine. Thread-safe.
 */
public final class Reaper {
  /** So that they can be forgotten: until then the JVM's threads hold us. */
  private static final Set<Watch> WATCHES = ConcurrentHashMap.newKeySet();

  private static final Cleaner CLEANER = Cleaner.create();

  private Reaper() {}

  /** A thread of its own for actions that may take long, once there is one. */
  private static final class Slow {
    static final Cleaner CLEANER = Cleaner.create();
  }

  private static final class Watch implements Runnable {
    /** Cleared by the collection that finds that nothing reaches the object. */
    private final WeakReference<Object> object;

    // Null once forgotten.
    private volatile Runnable action;
    // Null until registered.
    private volatile Cleaner.Cleanable registration;

    /** Whether the action has been run. Guarded by this. */
    private boolean over;

    Watch(Object object, Runnable action) {
      this.object = new WeakReference<>(object);
      this.action = action;
    }

    @Override
    public void run() {
      try {
        Runnable wanted = action;
        if (wanted != null) {
          wanted.run();
        }
      } finally {
        WATCHES.remove(this);
        synchronized (this) {
          over = true;
          notifyAll();
        }
      }
    }

    boolean isDue() {
      return object.refersTo(null);
    }

    synchronized boolean awaitEnd(long deadline) throws InterruptedException {
      while (!over) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    }

    void forget() {
      action = null;
      Cleaner.Cleanable known = registration;
      if (known != null) {
        known.clean();
      }
    }
  }

  /**
   * Runs {@code action} once, when nothing reaches {@code object} any more or the result is called.
   * The action must be short and must not reach the object itself.
   */
  public static Cleaner.Cleanable watch(Object object, Runnable action) {
    return watch(CLEANER, object, action);
  }

  /** As {@link #watch}, for an action that may take long. */
  public static Cleaner.Cleanable watchSlowly(Object object, Runnable action) {
    return watch(Slow.CLEANER, object, action);
  }

  private static Cleaner.Cleanable watch(Cleaner cleaner, Object object, Runnable action) {
    Watch watch = new Watch(object, action);
    WATCHES.add(watch);
    watch.registration = cleaner.register(object, watch);
    return watch.registration;
  }

  /**
   * Waits until the actions for objects that a collection has found unreachable have been run.
   *
   * @return false if that takes longer than {@code limit}
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  public static boolean awaitActions(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (Watch watch : WATCHES) {
      if (watch.isDue() && !watch.awaitEnd(deadline)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Watches nothing any more. At the end of the application that has loaded us: an object of its
   * own, in a static field, would otherwise keep it for ever.
   */
  public static void forgetAll() {
    WATCHES.forEach(Watch::forget);
  }
}
