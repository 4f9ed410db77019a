package org.moonwire.engine.handles;

import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.RunOptions;

/** A table of globals that knows the Bindings and the engine that its realm belongs to. */
public interface Hosted {
  /**
   * What must stay alive while a handle into the realm does, since the realm itself reaches it only
   * weakly: the host's Bindings. Null if that is gone or not needed.
   */
  Object anchor();

  /**
   * What a function runs with that Java calls while no script is running.
   *
   * @throws LuaScriptException if the engine's configuration is wrong; then nothing may run
   */
  RunOptions defaultOptions() throws LuaScriptException;
}
