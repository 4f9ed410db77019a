package org.moonwire.engine.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.core.Float64;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.NumberModel;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RecentLayouts;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.handles.Anchor;
import org.moonwire.engine.handles.Handle;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.MethodValue;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.security.SecurityObjects;

/**
 * Values on their way between Lua and Java, where no declared type says more than Object. A value
 * that goes there and back is the same value again.
 */
public final class Conversions {
  /** LuaJ shares strings that are no longer among all engines: those need bytes of their own. */
  private static final int SHARED = 32;

  /** The wrapper of an object, and a small object. */
  private static final int OBJECT = 120;

  private Conversions() {}

  /**
   * The Java object of a Lua value: null, Boolean, Integer, Long or Double by value, String or (not
   * valid UTF-8) {@code byte[]}, a live Map view, a LuaFunction, or the object inside userdata.
   */
  public static Object toJava(Realm realm, LuaValue v) {
    return switch (v.type()) {
      case LuaValue.TNIL, LuaValue.TNONE -> null;
      case LuaValue.TBOOLEAN -> v.toboolean();
      case LuaValue.TNUMBER -> number(v);
      case LuaValue.TSTRING -> string((LuaString) v);
      case LuaValue.TTABLE -> new TableView(realm, (LuaTable) v);
      case LuaValue.TFUNCTION ->
          v instanceof ForeignFunction f ? f.handle() : new FunctionHandle(realm, v);
      default -> v instanceof JavaValue j ? given(realm, j.instance()) : new OpaqueValue(realm, v);
    };
  }

  private static Object given(Realm realm, Object instance) {
    if (instance instanceof ChannelCore core) {
      return core.outside().keeping(Anchor.of(realm));
    }
    if (instance instanceof LuaObject object) {
      object.keep(Anchor.of(realm));
    }
    return javaForm(instance);
  }

  /** What Java gets of an object that scripts see. */
  static Object javaForm(Object instance) {
    return instance instanceof LuaObject object ? object.javaForm() : instance;
  }

  private static Object string(LuaString s) {
    String text = LuaStrings.decode(s);
    return text != null ? text : LuaStrings.bytes(s);
  }

  /**
   * A number as the smallest of Integer, Long and Double that holds it exactly; a float of level
   * 5.4 as Double.
   */
  public static Number number(LuaValue v) {
    if (v instanceof Float64) {
      return v.todouble();
    }
    return Int64.is(v) ? integer(Int64.value(v)) : number(v.todouble());
  }

  private static Number integer(long n) {
    return n == (int) n ? (Number) (int) n : (Number) n;
  }

  /** A number as the smallest of Integer, Long and Double that holds it exactly. */
  public static Number number(double d) {
    if (d == (int) d && (d != 0 || 1 / d > 0)) {
      return (int) d;
    }
    // 2^63 itself is a double but no long.
    return d == (long) d && d < 0x1p63 && d != 0 ? (Number) (long) d : (Number) d;
  }

  /** The Lua value of a Java object; anything without a counterpart becomes a host object. */
  public static LuaValue toLua(Realm realm, Object o) {
    if (o == null) {
      return LuaValue.NIL;
    }
    if (o instanceof String s) {
      Poll.buildingText(s.length());
      return LuaStrings.encode(s);
    }
    if (o instanceof Boolean b) {
      return LuaValue.valueOf(b);
    }
    if (o instanceof Number n) {
      return numberToLua(realm, n);
    }
    if (o instanceof Channel channel) {
      channel.core().enter(realm);
      realm.meet(channel.core());
      return new ChannelObject(channel.core());
    }
    if (o instanceof LuaObject object) {
      Poll.charge(OBJECT);
      return new ModuleObject(object);
    }
    if (o instanceof Handle handle) {
      return handle.inRealm(realm);
    }
    return rareToLua(realm, o);
  }

  private static LuaValue rareToLua(Realm realm, Object o) {
    if (o instanceof byte[] bytes) {
      Poll.buildingText(bytes.length);
      return LuaString.valueUsing(bytes.clone());
    }
    if (o instanceof Character c) {
      return LuaStrings.encode(c.toString());
    }
    if (o instanceof NewTable t) {
      return table(Task.current(), realm, t);
    }
    if (o instanceof ModuleTable t) {
      return ModuleTables.readOnly(realm, t);
    }
    if (o instanceof MethodValue m) {
      return toLua(realm, m.object()) instanceof JavaValue object
          ? TypeMetatable.method(object.getmetatable(), m.name())
          : LuaValue.NIL;
    }
    if (o instanceof LuaValue v) {
      return v;
    }
    LuaObject known = SecurityObjects.of(o);
    if (known != null) {
      return new ModuleObject(known);
    }
    Handle handle = handleInside(o);
    return handle != null ? handle.inRealm(realm) : HostObject.of(o);
  }

  private static Handle handleInside(Object o) {
    Handle function = FunctionProxy.handleOf(o);
    return function != null ? function : TableProxy.handleOf(o);
  }

  private static LuaValue numberToLua(Realm realm, Number n) {
    if (n instanceof Integer || n instanceof Short || n instanceof Byte) {
      return LuaValue.valueOf(n.intValue());
    }
    NumberModel numbers = realm == null ? Ops.numbers() : realm.core().numbers();
    if (n instanceof Long) {
      return numbers.of(n.longValue());
    }
    if (n instanceof Double || n instanceof Float) {
      return numbers.of(n.doubleValue());
    }
    return HostObject.of(n);
  }

  /** A table for {@code realm}, made by {@code task}, which is null if none runs. */
  static LuaTable table(Task task, Realm realm, NewTable content) {
    RecentLayouts.Layout layout = realm == null ? null : realm.layouts().of(content);
    if (layout != null) {
      return table(task, realm, content, layout);
    }
    LuaTable table = new Table();
    content.forEach(
        (key, value) -> {
          LuaValue name = part(task, realm, key);
          if (!name.isnil()) {
            table.rawset(name, part(task, realm, value));
          }
        });
    return table;
  }

  /** A table that is laid out already. */
  private static LuaTable table(
      Task task, Realm realm, NewTable content, RecentLayouts.Layout layout) {
    LuaValue[] values = layout.room(task);
    for (int i = 0; i < content.size(); i++) {
      Object o = content.value(i);
      LuaValue value = o instanceof String text ? layout.text(i, text) : part(task, realm, o);
      // A key without a value is one that was taken away.
      values[layout.place(i)] = value.isnil() ? null : value;
    }
    return layout.table(values);
  }

  /** A key or value of a table; nobody should write to its bytes any more. */
  private static LuaValue part(Task task, Realm realm, Object o) {
    if (o instanceof String text && realm != null) {
      return realm.texts().of(text);
    }
    if (o instanceof byte[] bytes && bytes.length > SHARED) {
      Poll.buildingText(task, bytes.length);
      return LuaString.valueUsing(bytes);
    }
    return toLua(realm, o);
  }

  /** The table behind a view that belongs to the script which is running; else the object. */
  public static Object ownTable(Object o) {
    Task task = Task.current();
    boolean own = task != null && o instanceof TableView v && v.realm() == task.realm();
    return own ? ((TableView) o).table() : o;
  }

  /** All results of a call as Java objects: an unmodifiable list; nil is null. */
  static List<Object> toList(Realm realm, Varargs results) {
    List<Object> list = new ArrayList<>(results.narg());
    for (int i = 1; i <= results.narg(); i++) {
      list.add(toJava(realm, results.arg(i)));
    }
    return Collections.unmodifiableList(list);
  }

  /** Java arguments for a Lua function. */
  public static Varargs toVarargs(Realm realm, Object... values) {
    LuaValue[] converted = new LuaValue[values.length];
    for (int i = 0; i < converted.length; i++) {
      converted[i] = toLua(realm, values[i]);
    }
    return LuaValue.varargsOf(converted);
  }
}
