package org.moonwire.engine.interop;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.LuaCallException;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaException;

/** Exceptions of Java code as Lua errors. */
public final class HostErrors {
  private HostErrors() {}

  /**
   * The Lua error to throw for an exception of Java code: a script's own error on its way back is
   * unwrapped, anything else becomes its message, with the exception as cause.
   *
   * @throws VirtualMachineError if that is what {@code thrown} is: no script handles those
   */
  public static LuaError toLua(Realm realm, Throwable thrown) {
    if (thrown instanceof VirtualMachineError e) {
      throw e;
    }
    if (thrown instanceof LuaError e) {
      return e;
    }
    if (thrown instanceof LuaCallException e) {
      return toLua(realm, e.getCause());
    }
    if (thrown instanceof LuaException e) {
      return e.value() instanceof ErrorValue value
          ? LuaRaise.value(Conversions.toLua(realm, value), value.cause())
          : LuaRaise.message(e.getMessage());
    }
    return LuaRaise.value(value(realm, thrown), cause(thrown));
  }

  private static LuaValue value(Realm realm, Throwable thrown) {
    if (thrown instanceof RaisedError e) {
      LuaValue value = e.valueIn(realm);
      if (value != null) {
        return value;
      }
    }
    if (thrown instanceof LuaScriptException e && e.error() != null) {
      return Conversions.toLua(realm, e.error());
    }
    String message = thrown.getMessage();
    return Utf8.encode(message != null && !message.isEmpty() ? message : thrown.toString());
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof LuaScriptException ? thrown.getCause() : thrown;
  }
}
