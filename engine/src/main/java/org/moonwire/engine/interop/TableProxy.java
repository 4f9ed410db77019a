package org.moonwire.engine.interop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.handles.Handle;

/**
 * An interface, implemented by the functions that a table had when it was given to Java; each gets
 * the table as its first argument.
 */
final class TableProxy implements InvocationHandler {
  private final TableView view;
  private final LuaTable table;
  private final Class<?> type;
  private final Map<String, FunctionHandle> functions;

  private TableProxy(
      Realm realm, LuaTable table, Class<?> type, Map<String, FunctionHandle> functions) {
    this.view = new TableView(realm, table);
    this.table = table;
    this.type = type;
    this.functions = functions;
  }

  /** True if the table has a function for each abstract method of an interface. */
  static boolean fits(LuaTable table, Class<?> type) {
    if (!type.isInterface()
        || type.isAnnotation()
        || type.isSealed()
        || !OpenTypes.contains(type)) {
      return false;
    }
    List<String> wanted = names(type, true);
    return !wanted.isEmpty()
        && !ClosedTypes.contains(type)
        && wanted.stream().allMatch(name -> function(table, name).isfunction());
  }

  private static List<String> names(Class<?> type, boolean abstractOnly) {
    return Arrays.stream(type.getMethods())
        .filter(m -> !Modifier.isStatic(m.getModifiers()) && !InterfaceCall.isOfObject(m))
        .filter(m -> !abstractOnly || Modifier.isAbstract(m.getModifiers()))
        .map(Method::getName)
        .distinct()
        .toList();
  }

  private static LuaValue function(LuaTable table, String name) {
    return table.rawget(LuaString.valueOf(name));
  }

  static Object of(Realm realm, LuaTable table, Class<?> type) {
    Map<String, FunctionHandle> functions = new HashMap<>();
    for (String name : names(type, false)) {
      LuaValue function = function(table, name);
      if (function.isfunction()
          && Conversions.toJava(realm, function) instanceof FunctionHandle handle) {
        functions.put(name, handle);
      }
    }
    InvocationHandler handler = new TableProxy(realm, table, type, functions);
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  /** The table inside an object that {@link #of} made, else null. */
  static Handle handleOf(Object o) {
    return Proxy.isProxyClass(o.getClass()) && Proxy.getInvocationHandler(o) instanceof TableProxy p
        ? p.view
        : null;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    if (InterfaceCall.isOfObject(method)) {
      return switch (method.getName()) {
        case "equals" -> proxy == args[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> type.getSimpleName() + " by a table";
      };
    }
    FunctionHandle function = functions.get(method.getName());
    if (function != null) {
      return function.onBehalfOf(table, method, args);
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, args);
    }
    throw new UnsupportedOperationException("the table has no function `" + method.getName() + "`");
  }
}
