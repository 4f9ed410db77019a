package org.moonwire.engine.interop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.LuaCallException;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Realm;

/** A functional interface, implemented by a Lua function. */
final class FunctionProxy implements InvocationHandler {
  private final FunctionHandle handle;
  private final Class<?> type;

  private FunctionProxy(FunctionHandle handle, Class<?> type) {
    this.handle = handle;
    this.type = type;
  }

  static <T> T of(FunctionHandle handle, Class<T> type) {
    if (type.isInstance(handle)) {
      return type.cast(handle);
    }
    if (FunctionalTypes.single(type) == null) {
      throw new IllegalArgumentException(
          "`" + type.getName() + "` is no interface with one abstract method");
    }
    InvocationHandler handler = new FunctionProxy(handle, type);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** The function inside an object that {@link #of} made, else null. */
  static Handle handleOf(Object o) {
    return Proxy.isProxyClass(o.getClass())
            && Proxy.getInvocationHandler(o) instanceof FunctionProxy p
        ? p.handle
        : null;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    if (method.getDeclaringClass() == Object.class || FunctionalTypes.isOfObject(method)) {
      return ofObject(proxy, method, args);
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, args);
    }
    return call(handle, method, args);
  }

  private Object ofObject(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getSimpleName() + " by " + handle;
    };
  }

  /** Calls a function on behalf of an interface method, whose declared types decide. */
  static Object call(FunctionHandle handle, Method method, Object[] args) throws Throwable {
    Realm realm = handle.realm();
    try {
      LuaValue result = handle.run(args == null ? new Object[0] : args).arg1();
      Class<?> type = method.getReturnType();
      return type == void.class
          ? null
          : Coercion.require(realm, result, type, "the result of `" + method.getName() + "`");
    } catch (LuaScriptException e) {
      throw declares(method, e) ? e : new LuaCallException(e);
    } catch (LuaError e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static boolean declares(Method method, Throwable thrown) {
    return Arrays.stream(method.getExceptionTypes()).anyMatch(t -> t.isInstance(thrown));
  }
}
