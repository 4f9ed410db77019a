package org.moonwire.engine.module;

/**
 * A Java object that a script sees as userdata with the methods of its {@link LuaType}, and with
 * nothing else. Equal in Lua means the same Java object, unless the type defines {@code __eq}.
 */
public interface LuaObject {
  /** The same type for every object of the class. */
  LuaType<?> luaType();

  /**
   * Returns what Java code outside of scripts gets in its place, such as the value that it shows to
   * scripts. An engine that knows the way back makes the object of such a value again.
   */
  default Object javaForm() {
    return this;
  }

  /**
   * Called when Java code outside of scripts gets the object. One that needs its engine keeps
   * {@code engine} in a field from then on: otherwise an engine that nothing else reaches ends.
   */
  default void keep(Object engine) {}

  /**
   * Reports what this object holds for the script that has it, beside itself: texts, messages that
   * wait, other objects. Called whenever the script's memory is counted, with the script stopped;
   * it must return soon and not wait. What is not reported is not limited.
   */
  default void reportTo(HeldMemory memory) {}
}
