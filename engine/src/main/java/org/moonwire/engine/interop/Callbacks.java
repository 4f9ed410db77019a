package org.moonwire.engine.interop;

import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.Task;
import org.moonwire.policy.SecurityContext;

/**
 * How Lua functions run that Java calls through a handle. Inside of a script they have the rights
 * of the script that is running; outside, those of the script that gave the function away, or else
 * the engine's.
 */
final class Callbacks {
  private Callbacks() {}

  /** The rights of the script that is giving a function away; null if none is running. */
  static SecurityContext present() {
    Task task = Task.current();
    return task == null ? null : task.security();
  }

  /** The options of a call; {@code given} is what {@link #present} was when the handle was made. */
  static RunOptions options(Realm realm, SecurityContext given) throws LuaScriptException {
    SecurityContext present = present();
    if (present != null) {
      return new RunOptions(
          null, present, Task.current().run().options().limits(), null, null, null);
    }
    RunOptions defaults =
        realm.globals() instanceof Hosted hosted
            ? hosted.defaultOptions()
            : new RunOptions(null, SecurityContext.unconfigured(), null, null, null);
    return given == null
        ? defaults
        : new RunOptions(
            defaults.timeout(),
            given,
            defaults.limits(),
            defaults.out(),
            defaults.err(),
            defaults.in());
  }
}
