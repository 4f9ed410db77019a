package org.moonwire.engine.interop;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.LuaCallException;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.HiddenFramesException;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.StoppedException;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaException;

/** Exceptions of Java code as Lua errors. */
public final class HostErrors {
  private static final int DEEPEST = 10;

  private HostErrors() {}

  /**
   * The Lua error to throw for an exception of Java code: a script's own error on its way back is
   * unwrapped, anything else becomes its message, with the exception as cause.
   *
   * @throws VirtualMachineError if that is what {@code thrown} is: no script handles those; the end
   *     of a run that was stopped is passed on likewise, as is what has the interpreter make a call
   *     of compiled code again
   */
  public static LuaError toLua(Realm realm, Throwable thrown) {
    if (thrown instanceof VirtualMachineError e) {
      throw e;
    }
    if (thrown instanceof StoppedException e) {
      throw e;
    }
    if (thrown instanceof HiddenFramesException e) {
      throw e;
    }
    if (thrown instanceof LuaError e) {
      return e;
    }
    if (thrown instanceof InterruptedException) {
      // Who interrupts a script ends it, also one that catches errors.
      Thread.currentThread().interrupt();
    }
    Throwable own = scriptError(thrown);
    if (own != null) {
      return own instanceof LuaScriptException e ? again(realm, e) : toLua(realm, own);
    }
    if (thrown instanceof LuaException e) {
      return e.value() instanceof ErrorValue value
          ? LuaRuntimeException.value(Conversions.toLua(realm, value), value.cause())
          : LuaRuntimeException.message(e.getMessage());
    }
    return LuaRuntimeException.fromJava(thrown);
  }

  /**
   * The script's error that is on its way back, also where Java has wrapped it and says nothing of
   * its own about it, as futures do; null if it is none.
   */
  private static Throwable scriptError(Throwable thrown) {
    Throwable t = thrown;
    for (int i = 0; i < DEEPEST && saysNothing(t); i++) {
      t = t.getCause();
    }
    if (t instanceof LuaCallException) {
      return t.getCause();
    }
    return t instanceof LuaScriptException ? t : null;
  }

  private static boolean saysNothing(Throwable t) {
    return t.getCause() != null
        && !(t instanceof LuaCallException)
        && t.getCause().toString().equals(t.getMessage());
  }

  /** A script's error that comes back through Java code. */
  private static LuaError again(Realm realm, LuaScriptException e) {
    LuaValue value = e instanceof RaisedErrorException raised ? raised.valueIn(realm) : null;
    if (value == null && e.error() != null) {
      value = Conversions.toLua(realm, e.error());
    }
    return LuaRuntimeException.value(
        value != null ? value : LuaStrings.encode(e.getMessage()), e.kind(), e.getCause());
  }
}
