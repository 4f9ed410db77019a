package org.moonwire.engine.core;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How the realm is unlocked while one of its tasks is in a host call, and locked for a look into it
 * from outside. Thread-safe.
 */
final class HostCalls {
  /** Long enough for a thread to wake up that waits for a look into the realm. */
  private static final long PAUSE_NANOS = 100_000;

  private final Realm realm;
  private final RealmLock realmLock;

  HostCalls(Realm realm, RealmLock realmLock) {
    this.realm = realm;
    this.realmLock = realmLock;
  }

  /** Runs host code, during which other threads may call Lua functions of this realm. */
  <T> T unlockedDuring(Task task, Callable<T> hostCall) throws Exception {
    Carrier carrier = task.carrier;
    if (carrier.isInHostCall()) {
      return hostCall.call();
    }
    unlock(carrier);
    T result;
    try {
      // The end of the engine interrupts who is in a call; one that came before was not heard.
      task.run.check();
      result = hostCall.call();
    } catch (Throwable e) {
      reacquire(carrier, task.run);
      throw e;
    }
    if (!reacquire(carrier, task.run) || task.run.mustEnd()) {
      throw task.run.stopped();
    }
    return result;
  }

  /**
   * Lets runs go first that wait for the realm, while a task computes that has outlived its own: as
   * if it were in a host call.
   */
  void giveWay(Task task) {
    if (!isWanted()) {
      return;
    }
    try {
      unlockedDuring(
          task,
          () -> {
            LockSupport.parkNanos(PAUSE_NANOS);
            return null;
          });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isWanted() {
    realmLock.mutex.lock();
    try {
      return realmLock.isWantedByRun();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  private void unlock(Carrier carrier) {
    carrier.leaves();
    realmLock.mutex.lock();
    try {
      carrier.become(CarrierState.IN_HOST_CALL);
      realmLock.passOn();
      realmLock.announce();
    } finally {
      realmLock.mutex.unlock();
    }
  }

  private boolean reacquire(Carrier carrier, Run run) {
    boolean locked;
    realmLock.mutex.lock();
    try {
      carrier.become(CarrierState.FREE);
      locked = realmLock.reacquire(carrier, run);
    } finally {
      realmLock.mutex.unlock();
    }
    carrier.isBack(run);
    return locked;
  }

  /** Runs {@code action} with the realm locked; at once if the calling thread has locked it. */
  <T> T exclusively(Supplier<T> action) {
    Carrier own = Carrier.onThisThread(realm);
    if (own != null && own.isFree()) {
      return action.get();
    }
    Carrier carrier = new Carrier(null);
    acquire(carrier, Task.current());
    try {
      return action.get();
    } finally {
      realmLock.mutex.lock();
      try {
        realmLock.abandon(carrier);
      } finally {
        realmLock.mutex.unlock();
      }
    }
  }

  private void acquire(Carrier carrier, Task task) {
    realmLock.mutex.lock();
    try {
      while (!realmLock.acquireIfFree(carrier)) {
        if (!realmLock.awaitLook(carrier, task == null ? null : task.run)) {
          throw task == null || !task.run.mustEnd() ? interrupted() : task.run.stopped();
        }
      }
    } finally {
      realmLock.mutex.unlock();
    }
  }

  private static IllegalStateException interrupted() {
    return new IllegalStateException("interrupted while waiting until the script waits or ends");
  }
}
