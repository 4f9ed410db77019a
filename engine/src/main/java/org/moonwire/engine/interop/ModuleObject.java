package org.moonwire.engine.interop;

import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/** A {@link LuaObject} as a script sees it: the methods of its type and nothing else. */
final class ModuleObject extends JavaValue {
  ModuleObject(LuaObject object) {
    super(object, TypeMetatable.of(object.luaType()));
  }

  LuaType<?> luaType() {
    return ((LuaObject) instance()).luaType();
  }
}
