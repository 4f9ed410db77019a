package org.moonwire.engine.interop;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/**
 * Waits for one realm with the other one unlocked that the thread is in: that might wait for us.
 */
final class Unlocking {
  private Unlocking() {}

  /** Runs {@code action} with {@code realm} locked. */
  static <T> T exclusively(Realm realm, Supplier<T> action) {
    Task task = Task.current();
    if (task == null || task.realm() == realm) {
      return realm.exclusively(action);
    }
    try {
      return during(task, () -> realm.exclusively(action));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls something that may wait for another realm, on behalf of the running task. */
  static <T> T during(Task task, Callable<T> call) throws Exception {
    return task.realm().unlockedDuring(call);
  }
}
