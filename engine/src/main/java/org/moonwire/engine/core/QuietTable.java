package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;

/**
 * A table that is kept in Java code, of which much can be had without that code looking at the
 * calls in progress. Used with the realm locked.
 */
public interface QuietTable {
  /** As {@code rawget}; Java null if code of the host may have to be asked. */
  LuaValue quietGet(LuaValue key);

  /** As {@code rawset}; false if nothing was done since code of the host may have to be asked. */
  boolean quietSet(LuaValue key, LuaValue value);
}
