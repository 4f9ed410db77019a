package org.moonwire.engine.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.interop.InterfaceCall;

/** A Java interface implemented by the functions of a script, looked up at each call. */
final class ScriptInterface implements InvocationHandler {
  private final EvalContext session;
  private final LuaTable target;
  private final Class<?> type;

  private ScriptInterface(EvalContext session, LuaTable target, Class<?> type) {
    this.session = session;
    this.target = target;
    this.type = type;
  }

  /**
   * The implementation by globals, or by a table's functions; null if an abstract one is missing.
   */
  static <T> T over(EvalContext session, LuaTable target, Class<T> type) {
    if (type == null || !type.isInterface()) {
      throw new IllegalArgumentException("`" + type + "` is no interface");
    }
    ScriptInterface handler = new ScriptInterface(session, target, type);
    for (Method m : type.getMethods()) {
      boolean wanted = Modifier.isAbstract(m.getModifiers()) && !InterfaceCall.isOfObject(m);
      if (wanted && session.function(target, m.getName()).isnil()) {
        return null;
      }
    }
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    if (InterfaceCall.isOfObject(method)) {
      return ofObject(proxy, method, args);
    }
    LuaValue function = session.function(target, method.getName());
    if (function.isnil() && method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, args);
    }
    if (function.isnil()) {
      throw new UnsupportedOperationException(
          "the script no longer has the function `" + method.getName() + "`");
    }
    return session.callInterface(target, function, method, args);
  }

  private Object ofObject(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getName() + " by a script";
    };
  }
}
