package org.moonwire.engine.interop;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/**
 * A class that the host has granted, as a script sees it: {@code C(...)} makes an object, {@code
 * C.f(...)} calls a static method, {@code C.X} reads a static field. It is no {@link Class}:
 * neither reflection nor a place of type Object gets hold of that.
 */
public final class HostClass extends JavaValue {
  private static final ReadOnlyTable METATABLE = metatable();

  private final Class<?> granted;
  private final TypeGrants access;

  /** Makes the view of a class through what is granted of it. */
  public HostClass(Class<?> type, TypeGrants access) {
    super(type, METATABLE);
    this.granted = type;
    this.access = access;
  }

  /** What a metamethod does with the class. */
  @FunctionalInterface
  private interface Event {
    Varargs run(Realm realm, HostClass self, Varargs args) throws Throwable;
  }

  private static ReadOnlyTable metatable() {
    Map<LuaValue, LuaValue> events = new LinkedHashMap<>();
    define(events, "__index", (realm, self, args) -> self.member(realm, args.arg(2)));
    define(events, "__newindex", (realm, self, args) -> self.refuse());
    define(events, "__call", (realm, self, args) -> self.make(realm, args));
    define(events, "__tostring", (realm, self, args) -> LuaStrings.encode("" + self.granted));
    events.put(LuaString.valueOf("__metatable"), LuaString.valueOf("java"));
    return new ReadOnlyTable(events);
  }

  private static void define(Map<LuaValue, LuaValue> events, String name, Event event) {
    events.put(LuaString.valueOf(name), Builtin.of(name, args -> run(event, args)));
  }

  private static Varargs run(Event event, Varargs args) {
    if (!(args.arg1() instanceof HostClass self)) {
      throw LuaRuntimeException.message("not a Java class");
    }
    Realm realm = Task.current().realm();
    try {
      return event.run(realm, self, args);
    } catch (Throwable thrown) {
      throw HostErrors.toLua(realm, thrown);
    }
  }

  private LuaValue member(Realm realm, LuaValue key) throws IllegalAccessException {
    String name = key instanceof LuaString s ? MemberNames.of(s) : null;
    if (name == null || !access.contains(granted, name)) {
      return LuaValue.NIL;
    }
    List<Object[]> methods = Statics.methods(granted, name);
    if (!methods.isEmpty()) {
      return Builtin.of(name, args -> call(name, methods, args, 0));
    }
    Field field = Statics.field(granted, name);
    return field == null ? LuaValue.NIL : Conversions.toLua(realm, field.get(null));
  }

  private Varargs make(Realm realm, Varargs args) throws Throwable {
    List<Object[]> constructors =
        access.contains(granted, "new") ? Statics.methods(granted, "new") : List.of();
    if (constructors.isEmpty()) {
      throw LuaRuntimeException.message(
          "`" + granted.getName() + "` has no constructor for scripts");
    }
    if (args.narg() == 2
        && args.arg(2) instanceof LuaTable table
        && granted.isRecord()
        && RecordForm.fits(table, granted)) {
      return Conversions.toLua(realm, RecordForm.make(realm, table, granted));
    }
    return Overload.callValue(realm, granted.getSimpleName(), constructors, null, args);
  }

  private static Varargs call(String name, List<Object[]> methods, Varargs args, int skip) {
    Realm realm = Task.current().realm();
    try {
      return Overload.call(realm, name, methods, null, args, skip);
    } catch (Throwable thrown) {
      throw HostErrors.toLua(realm, thrown);
    }
  }

  private Varargs refuse() {
    throw LuaRuntimeException.message("`" + granted.getName() + "` cannot be changed");
  }
}
