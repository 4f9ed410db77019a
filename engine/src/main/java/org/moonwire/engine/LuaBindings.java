package org.moonwire.engine;

import java.util.AbstractMap;
import javax.script.Bindings;

/**
 * The Bindings that {@link LuaEngine#createBindings()} makes: a live view of the globals that a
 * script assigns. The standard library is not among them. A null value is kept and hides a global
 * of that name in other scopes and in the library. Thread-safe; each access waits until no script
 * runs there.
 */
public abstract class LuaBindings extends AbstractMap<String, Object> implements Bindings {
  /** For the engine. */
  protected LuaBindings() {}
}
