package org.moonwire.engine.json;

import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/** The value {@code json.null}, which is written as {@code null} where nil could not stand. */
public enum JsonNull implements LuaObject {
  INSTANCE;

  private static final LuaType<JsonNull> TYPE =
      LuaType.named("json.null", JsonNull.class).metamethod("__tostring", args -> "null").build();

  @Override
  public LuaType<JsonNull> luaType() {
    return TYPE;
  }

  @Override
  public String toString() {
    return "null";
  }
}
