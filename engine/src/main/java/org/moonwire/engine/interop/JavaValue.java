package org.moonwire.engine.interop;

import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * Userdata around a Java object. Two of them are the same Lua value if they hold the same object,
 * so an object keeps its identity however often it crosses.
 */
public abstract class JavaValue extends LuaUserdata {
  JavaValue(Object instance, LuaValue metatable) {
    super(instance, metatable);
  }

  /** The Java object. */
  public final Object instance() {
    return m_instance;
  }

  @Override
  public final boolean raweq(LuaValue other) {
    return equals(other);
  }

  @Override
  public final boolean eq_b(LuaValue other) {
    return raweq(other);
  }

  @Override
  public final LuaValue eq(LuaValue other) {
    return raweq(other) ? TRUE : FALSE;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof JavaValue v && v.m_instance == m_instance;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(m_instance);
  }

  /** The generic text of userdata, the same for every wrapper of one object. */
  @Override
  public final String tojstring() {
    return String.format("userdata: 0x%08x", hashCode());
  }
}
