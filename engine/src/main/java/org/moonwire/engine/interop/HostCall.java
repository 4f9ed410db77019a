package org.moonwire.engine.interop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Realm;

/** Calls methods of host objects. */
final class HostCall {
  private HostCall() {}

  /** Calls the method that fits the arguments best. */
  static Varargs invokeBest(
      Realm realm, String name, List<Method> methods, Object self, Varargs args) throws Throwable {
    Overload best = Overload.choose(name, methods, args);
    return invoke(realm, best.method(), self, best.convert(realm, args));
  }

  /** Calls a method with converted arguments. */
  static LuaValue invoke(Realm realm, Method method, Object self, Object... args) throws Throwable {
    Object result;
    try {
      result = realm.whileLent(() -> method.invoke(self, args));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (method.getReturnType() == void.class) {
      return LuaValue.NONE;
    }
    if (result != null && ClosedTypes.contains(result.getClass())) {
      throw LuaRaise.message(
          "`"
              + method.getName()
              + "` gives a `"
              + result.getClass().getName()
              + "`, which is not open to scripts");
    }
    return Conversions.toLua(realm, result);
  }

  /** Calls an object: one that implements a functional interface, or the next of an Iterator. */
  static Varargs call(Realm realm, Object self, Varargs args) throws Throwable {
    Method method = FunctionalTypes.callable(self.getClass());
    if (method != null) {
      return invokeBest(realm, method.getName(), List.of(method), self, args);
    }
    if (self instanceof Iterator<?> iterator) {
      return iterator.hasNext() ? Conversions.toLua(realm, iterator.next()) : LuaValue.NIL;
    }
    throw LuaRaise.message("attempt to call a " + HostAccess.typeName(self));
  }

  /** A value for a place of type Object; objects of closed types do not get there. */
  static Object toObject(Realm realm, LuaValue value) {
    return toDeclared(realm, "value", value, Object.class);
  }

  /** A value for a place of a declared type. */
  static Object toDeclared(Realm realm, String name, LuaValue value, Class<?> type) {
    if (Coercion.cost(value, type) == Coercion.NO) {
      throw LuaRaise.message(
          "`" + name + "` takes " + Coercion.describe(type) + ", got " + value.typename());
    }
    return Coercion.convert(realm, value, type);
  }
}
