package org.moonwire.engine.core;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * A number that tables may keep under another one that is equal to it: 0 for -0, and at level 5.4
 * the integer for a float without a fraction (Lua manual 5.4, section 2.1).
 */
public abstract class AliasedKey extends LuaNumber {
  AliasedKey() {}

  /** The key in its place; this number itself if there is none. */
  abstract LuaValue asKey();
}
