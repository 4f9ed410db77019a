package org.moonwire.engine.interop;

import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.Task;
import org.moonwire.policy.SecurityContext;

/**
 * How Lua functions run that Java calls through a handle. Inside a script they have the rights of
 * the script that is running; outside, those of the script that gave the function away, or else the
 * engine's.
 */
final class Callbacks {
  private Callbacks() {}

  /** The rights of the script that is giving a function away; null if none is running. */
  static SecurityContext present() {
    Task task = Task.current();
    return task == null ? null : task.security();
  }

  /**
   * The options of a call; {@code anchor} and {@code given} are what {@link Anchor#of} and {@link
   * #present} were when the handle was made.
   */
  static RunOptions options(Realm realm, Anchor anchor, SecurityContext given)
      throws LuaScriptException {
    Task task = Task.current();
    if (task != null) {
      return new RunOptions(
          task.run().engine(), null, task.security(), task.run().limits(), null, null, null);
    }
    RunOptions defaults =
        realm.globals() instanceof Hosted hosted
            ? hosted.defaultOptions()
            : new RunOptions(realm.core(), null, SecurityContext.unconfigured(), null, null, null);
    return new RunOptions(
        anchor.core(),
        defaults.timeout(),
        given == null ? defaults.security() : given,
        defaults.limits(),
        defaults.out(),
        defaults.err(),
        defaults.in());
  }
}
