package org.moonwire.engine.module;

/**
 * A Java object that a script sees as userdata with the methods of its {@link LuaType}, and with
 * nothing else. Equal in Lua means the same Java object, unless the type defines {@code __eq}.
 */
public interface LuaObject {
  /** The same type for every object of the class. */
  LuaType<?> luaType();

  /**
   * Called when Java code outside of scripts gets the object. One that needs its engine keeps
   * {@code engine} in a field from then on: otherwise an engine that nothing else reaches ends.
   */
  default void keep(Object engine) {}
}
