package org.moonwire.engine.interop;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/** Waits for the lock of a realm without keeping that of another one, which might wait for us. */
final class Lending {
  private Lending() {}

  /** Runs {@code action} with the lock of {@code realm}. */
  static <T> T exclusively(Realm realm, Supplier<T> action) {
    Task task = Task.current();
    if (task == null || task.realm() == realm) {
      return realm.exclusively(action);
    }
    try {
      return lent(task, () -> realm.exclusively(action));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls something that may wait for another realm, on behalf of the running task. */
  static <T> T lent(Task task, Callable<T> call) throws Exception {
    return task.realm().whileLent(call);
  }
}
