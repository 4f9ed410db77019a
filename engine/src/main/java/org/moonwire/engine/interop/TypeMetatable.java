package org.moonwire.engine.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Suspending;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/**
 * The metatable of a {@link LuaType}: read-only, {@code __metatable} locked, methods in a read-only
 * {@code __index}. Made once per type and shared by all engines, since nothing in it changes.
 */
final class TypeMetatable {
  private static final LuaString INDEX = LuaString.valueOf("__index");
  private static final LuaString METATABLE = LuaString.valueOf("__metatable");
  private static final LuaString TOSTRING = LuaString.valueOf("__tostring");

  private TypeMetatable() {}

  static LuaTable of(LuaType<?> type) {
    return (LuaTable) type.attachment(TypeMetatable::make);
  }

  /** The method of that name, of the objects with a metatable made here; nil if there is none. */
  static LuaValue method(LuaValue metatable, String name) {
    return ((LuaTable) metatable.rawget(INDEX)).rawget(LuaStrings.encode(name));
  }

  private static <T extends LuaObject> LuaTable make(LuaType<T> type) {
    Map<LuaValue, LuaValue> methods = new LinkedHashMap<>();
    type.methods()
        .forEach(
            (name, m) -> methods.put(LuaStrings.encode(name), new TypeMethod<>(name, type, m)));
    Map<LuaValue, LuaValue> meta = new LinkedHashMap<>();
    type.metamethods()
        .forEach(
            (event, f) -> meta.put(LuaStrings.encode(event), new SuspendingFunction(event, f)));
    return of(type.name(), methods, meta);
  }

  /** The metatable of values that have these methods, and metamethods beside those of all. */
  static LuaTable of(
      String name, Map<LuaValue, LuaValue> methods, Map<LuaValue, LuaValue> metamethods) {
    Map<LuaValue, LuaValue> meta = new LinkedHashMap<>();
    meta.put(TOSTRING, Builtin.of("tostring", args -> LuaStrings.encode(args.arg1().tojstring())));
    meta.putAll(metamethods);
    meta.put(INDEX, new ReadOnlyTable(methods));
    meta.put(METATABLE, LuaStrings.encode(name));
    return new ReadOnlyTable(meta);
  }

  private static final class TypeMethod<T extends LuaObject> extends Suspending {
    private final LuaType<T> type;
    private final LuaType.Method<T> method;

    TypeMethod(String name, LuaType<T> type, LuaType.Method<T> method) {
      super(name);
      this.type = type;
      this.method = method;
    }

    @Override
    protected Varargs start(Task task, Varargs args) {
      if (!(args.arg1() instanceof ModuleObject o) || !type.javaClass().isInstance(o.instance())) {
        if (type.fallbacks().containsKey(name())) {
          return Conversions.toLua(task.realm(), type.fallbacks().get(name()));
        }
        throw new BadArgumentException(1, type.name() + " expected");
      }
      T self = type.javaClass().cast(o.instance());
      return SuspendingFunction.start(
          task, () -> method.call(self, new CallArguments(task, name(), args, 1)));
    }
  }
}
