package org.moonwire.engine.handles;

import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Realm;

/** A Lua value in the hands of Java. It keeps the value's realm and engine alive. */
public interface Handle {
  /**
   * The value itself in its own realm; in another one something that reaches it through its own
   * realm, since two realms may run at the same time.
   */
  LuaValue inRealm(Realm realm);
}
