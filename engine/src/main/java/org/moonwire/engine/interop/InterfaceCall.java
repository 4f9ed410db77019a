package org.moonwire.engine.interop;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaCallException;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Run;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.ScriptFailureException;

/**
 * A Lua function about to be called on behalf of a Java interface; {@code self} is null or the
 * table that it is a method of, {@code giver} the run that gave the function away, if any.
 */
public record InterfaceCall(
    Realm realm, RunOptions options, Run giver, LuaValue function, LuaValue self) {

  /** True for the methods that every Java object has, also where an interface restates them. */
  public static boolean isOfObject(Method m) {
    return m.getDeclaringClass() == Object.class || FunctionalTypes.isOfObject(m);
  }

  /**
   * Calls the function; the method's declared return type decides what the result becomes.
   *
   * @throws LuaCallException for an error of the script, unless the method declares ScriptException
   */
  public Object call(Method method, Object[] args) throws LuaScriptException {
    try {
      LuaValue result = realm.run(options, giver, function, arguments(args)).arg1();
      Class<?> type = method.getReturnType();
      if (type == boolean.class) {
        // As in a condition: predicates end in `s:find(x)`, or return nothing.
        return result.toboolean();
      }
      return type == void.class
          ? null
          : Coercion.require(realm, result, type, "the result of `" + method.getName() + "`");
    } catch (ScriptFailureException e) {
      LuaScriptException error = RaisedErrorException.of(realm, e);
      if (declares(method, error)) {
        throw error;
      }
      throw new LuaCallException(error);
    } catch (LuaError e) {
      throw new ClassCastException(e.getMessage());
    }
  }

  private Varargs arguments(Object[] args) {
    Varargs converted = args == null ? LuaValue.NONE : Conversions.toVarargs(realm, args);
    return self == null ? converted : LuaValue.varargsOf(self, converted);
  }

  private static boolean declares(Method method, Throwable thrown) {
    return Arrays.stream(method.getExceptionTypes()).anyMatch(t -> t.isInstance(thrown));
  }
}
