package org.moonwire.engine.handles;

import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.Task;
import org.moonwire.policy.SecurityContext;

/**
 * How Lua functions run that Java calls through a handle: with the rights of the code that gave the
 * function away, and inside of a script no more than the code there has. One that no script gave
 * away has the engine's. In each case the maker of the function takes away what it has not.
 */
public final class Callbacks {
  private static final Rights UNCONFIGURED = Rights.of(SecurityContext.unconfigured());

  private Callbacks() {}

  /** The rights of the code that is giving a function away; null if none is running. */
  public static Rights present() {
    Task task = Task.current();
    return task == null ? null : task.rights();
  }

  /**
   * The options of a call; {@code anchor} and {@code given} are what {@link Anchor#of} and {@link
   * #present} were when the handle was made.
   */
  public static RunOptions options(Realm realm, Anchor anchor, Rights given)
      throws LuaScriptException {
    Task task = Task.current();
    if (task != null) {
      Rights both = given == null ? task.rights() : task.rights().under(given);
      return new RunOptions(task.run().engine(), null, both, task.run().limits(), null, null, null);
    }
    RunOptions defaults =
        realm.globals() instanceof Hosted hosted
            ? hosted.defaultOptions()
            : new RunOptions(realm.core(), null, UNCONFIGURED, null, null, null);
    return new RunOptions(
        anchor.core(),
        defaults.timeout(),
        given == null ? defaults.rights() : given,
        defaults.limits(),
        defaults.out(),
        defaults.err(),
        defaults.in());
  }

  /** The options of a call from Java that a script may have caused: no more than that may do. */
  public static RunOptions within(RunOptions options) {
    Task task = Task.current();
    return task == null ? options : options.with(options.rights().under(task.rights()));
  }
}
