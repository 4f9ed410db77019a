package org.moonwire.engine.core;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/**
 * A bad argument to a Java-written function. The interpreter completes the message with the name
 * the caller used and with the caller's position, as {@code luaL_argerror} does (Lua manual 5.2,
 * section 5).
 */
public final class BadArgumentException extends LuaError {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final String detail;
  private transient LuaValue function = LuaValue.NIL;

  /** Blames the argument at the 1-based {@code index}. */
  public BadArgumentException(int index, String detail) {
    super("bad argument #" + index + " (" + detail + ")");
    this.index = index;
    this.detail = detail;
  }

  /** The 1-based position of the argument. */
  public int index() {
    return index;
  }

  /** What is wrong, for example {@code string expected, got nil}. */
  public String detail() {
    return detail;
  }

  /** Notes which function complains, unless a function that it called is known already. */
  void blame(LuaValue culprit) {
    if (function.isnil()) {
      function = culprit;
    }
  }

  /** The function that complains, NIL if unknown. */
  LuaValue function() {
    return function;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
