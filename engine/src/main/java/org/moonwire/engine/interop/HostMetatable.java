package org.moonwire.engine.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/** The two metatables of host objects; read-only and shared by all realms. */
final class HostMetatable {
  static final ReadOnlyTable OPEN = open();
  static final ReadOnlyTable CLOSED = closed();

  private HostMetatable() {}

  /** What a metamethod does with the Java object. */
  @FunctionalInterface
  private interface Event {
    Varargs run(Realm realm, Object self, Varargs args) throws Throwable;
  }

  private static ReadOnlyTable open() {
    Map<LuaValue, LuaValue> events = new LinkedHashMap<>();
    events.put(LuaString.valueOf("__index"), Builtin.of("__index", HostMetatable::index));
    define(
        events,
        "__newindex",
        (realm, self, args) -> {
          HostIndexing.set(realm, self, args.arg(2), args.arg(3));
          return LuaValue.NONE;
        });
    define(events, "__len", (realm, self, args) -> HostIndexing.length(self));
    define(events, "__call", (realm, self, args) -> HostCall.call(realm, self, args));
    define(events, "__pairs", (realm, self, args) -> HostIteration.pairs(realm, self));
    define(events, "__ipairs", (realm, self, args) -> HostIteration.ipairs(realm, self));
    define(
        events,
        "__tostring",
        (realm, self, args) -> LuaStrings.encode(String.valueOf(self.toString())));
    events.put(LuaString.valueOf("__metatable"), LuaString.valueOf("java"));
    return new ReadOnlyTable(events);
  }

  private static ReadOnlyTable closed() {
    Map<LuaValue, LuaValue> events = new LinkedHashMap<>();
    Event refuse =
        (realm, self, args) -> {
          throw LuaRuntimeException.message(
              "`" + self.getClass().getName() + "` is not open to scripts");
        };
    for (String event : new String[] {"__index", "__newindex", "__len", "__call", "__pairs"}) {
      define(events, event, refuse);
    }
    define(
        events,
        "__tostring",
        (realm, self, args) -> LuaString.valueOf("closed: " + self.getClass().getName()));
    events.put(LuaString.valueOf("__metatable"), LuaString.valueOf("java"));
    return new ReadOnlyTable(events);
  }

  private static void define(Map<LuaValue, LuaValue> events, String name, Event event) {
    Builtin function = Builtin.of(name, args -> run(event, args));
    events.put(LuaString.valueOf(name), function);
  }

  private static Varargs index(Varargs args) {
    if (args.arg1() instanceof HostObject object) {
      HostMethod known = object.latest(args.arg(2));
      if (known != null) {
        return known;
      }
      Varargs found = run((realm, self, all) -> HostIndexing.get(realm, self, all.arg(2)), args);
      if (found instanceof HostMethod method) {
        object.remember(method);
      }
      return found;
    }
    throw LuaRuntimeException.message("not a Java object");
  }

  private static Varargs run(Event event, Varargs args) {
    if (!(args.arg1() instanceof HostObject self)) {
      throw LuaRuntimeException.message("not a Java object");
    }
    Realm realm = Task.current().realm();
    try {
      return event.run(realm, self.instance(), args);
    } catch (Throwable thrown) {
      throw HostErrors.toLua(realm, thrown);
    }
  }
}
