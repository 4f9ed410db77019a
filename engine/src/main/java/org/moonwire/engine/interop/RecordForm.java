package org.moonwire.engine.interop;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;

/**
 * Records made from tables: a field for each component, of the declared type; a missing one is null
 * where that is possible, and a field that no component has is not accepted.
 */
final class RecordForm {
  private RecordForm() {}

  static boolean fits(LuaTable table, Class<?> type) {
    if (!OpenTypes.contains(type)) {
      return false;
    }
    RecordComponent[] components = type.getRecordComponents();
    for (RecordComponent c : components) {
      boolean closed = ClosedTypes.contains(c.getType());
      if (closed || Coercion.cost(table.rawget(c.getName()), c.getType()) == Coercion.NO) {
        return false;
      }
    }
    return namesOnly(table, components);
  }

  private static boolean namesOnly(LuaTable table, RecordComponent[] components) {
    Set<String> names =
        Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
    for (Varargs n = table.next(LuaValue.NIL); !n.arg1().isnil(); n = table.next(n.arg1())) {
      if (!(n.arg1() instanceof LuaString s) || !names.contains(LuaStrings.display(s))) {
        return false;
      }
    }
    return true;
  }

  static Object make(Realm realm, LuaTable table, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      RecordComponent c = components[i];
      values[i] = Coercion.convert(realm, table.rawget(c.getName()), c.getType());
    }
    try {
      return canonical(type, components).newInstance(values);
    } catch (InvocationTargetException e) {
      throw HostErrors.toLua(realm, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw HostErrors.toLua(realm, e);
    }
  }

  private static Constructor<?> canonical(Class<?> type, RecordComponent[] components)
      throws NoSuchMethodException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getConstructor(types);
  }
}
