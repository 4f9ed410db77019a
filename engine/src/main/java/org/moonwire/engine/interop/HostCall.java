package org.moonwire.engine.interop;

import java.lang.reflect.InvocationTargetException;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Realm;

/** Calls methods of host objects. */
final class HostCall {
  private HostCall() {}

  /** Calls a method with converted arguments. */
  static LuaValue invoke(Realm realm, Object[] callee, Object self, Object[] args)
      throws Throwable {
    String closed = Callee.closed(callee);
    if (closed != null) {
      checkGranted(self, callee, closed);
    }
    Object result = realm.unlockedDuring(() -> call(callee, self, args));
    if (result == null) {
      return Callee.result(callee) == void.class ? LuaValue.NONE : LuaValue.NIL;
    }
    if (ClosedTypes.contains(result.getClass())) {
      throw LuaRuntimeException.message(
          "`"
              + Callee.name(callee)
              + "` gives a `"
              + result.getClass().getName()
              + "`, which is not open to scripts");
    }
    return LevelBoundary.toLua(realm, self, result);
  }

  private static void checkGranted(Object self, Object[] callee, String reason) {
    String name = Callee.name(callee);
    Class<?> type = self == null ? Callee.declaring(callee) : self.getClass();
    if (!HostSetup.granted().opens(type, name)) {
      throw LuaRuntimeException.message(
          "`"
              + name
              + "` of `"
              + type.getName()
              + "` is closed to scripts: it "
              + reason
              + "; the host can grant this member");
    }
  }

  private static Object call(Object[] callee, Object self, Object[] args) throws Exception {
    try {
      return Callee.invoke(callee, self, args);
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new InvocationTargetException(e);
    }
  }

  /**
   * Calls an object, the first argument: one that implements a functional interface, or the next of
   * an Iterator or Enumeration.
   */
  static Varargs call(Realm realm, Object self, Varargs args) throws Throwable {
    List<Object[]> callable = FunctionalTypes.callable(self.getClass());
    if (!callable.isEmpty()) {
      return Overload.callValue(realm, Callee.name(callable.get(0)), callable, self, args);
    }
    if (self instanceof Iterator<?> iterator) {
      return iterator.hasNext() ? Conversions.toLua(realm, iterator.next()) : LuaValue.NIL;
    }
    if (self instanceof Enumeration<?> rest) {
      return rest.hasMoreElements() ? Conversions.toLua(realm, rest.nextElement()) : LuaValue.NIL;
    }
    throw LuaRuntimeException.message("attempt to call a " + HostIndexing.typeName(self));
  }

  /** A value for a place of type Object; objects of closed types do not get there. */
  static Object toObject(Realm realm, LuaValue value) {
    return toDeclared(realm, "value", value, Object.class);
  }

  /** A value for a place of a declared type. */
  static Object toDeclared(Realm realm, String name, LuaValue value, Class<?> type) {
    if (Coercion.cost(value, type) == Coercion.NO) {
      throw LuaRuntimeException.message(
          "`" + name + "` takes " + Coercion.describe(type) + ", got " + Coercion.shown(value));
    }
    return Coercion.convert(realm, value, type);
  }
}
