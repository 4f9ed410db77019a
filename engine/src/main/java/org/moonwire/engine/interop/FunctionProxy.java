package org.moonwire.engine.interop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.moonwire.engine.handles.Handle;

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
    if (InterfaceCall.isOfObject(method)) {
      return ofObject(proxy, method, args);
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, args);
    }
    return handle.onBehalfOf(method, args);
  }

  private Object ofObject(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> type.getSimpleName() + " by " + handle;
    };
  }
}
