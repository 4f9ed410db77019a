package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The operations of Lua on any values, metamethods included, for code that is not the interpreter
 * loop (Lua manual 5.2, sections 2.4 and 3.4). A metamethod or a function that they call runs
 * nested in the calling Java frame.
 */
public final class Ops {
  private static final LuaString NIL = LuaString.valueOf("nil");
  private static final LuaString TRUE = LuaString.valueOf("true");
  private static final LuaString FALSE = LuaString.valueOf("false");

  private Ops() {}

  /** Calls any value, {@code __call} included. */
  public static Varargs call(LuaValue f, Varargs args) {
    if (!(f instanceof Builtin builtin)) {
      return Interpreter.callNested(f, args);
    }
    Task task = Task.current();
    if (task != null) {
      task.compiledCalls.lend(0);
      if (!builtin.isLeaf) {
        task.compiledCalls.check();
      }
    }
    try {
      Varargs results = builtin.invoke(args);
      if (results == null) {
        Task.running().compiledCalls.check();
      }
      return results;
    } catch (BadArgumentException e) {
      e.blame(builtin);
      throw task == null ? e : LuaRuntimeException.value(Names.libraryMessage(task.realm, e));
    }
  }

  /**
   * Called by a {@linkplain Builtin#leaf leaf} before changes of which a later one may ask for
   * memory: if it was called by compiled code, the interpreter calls it instead.
   */
  public static void beginChanges() {
    Task task = Task.current();
    if (task != null && task.memory != Limits.NONE) {
      task.compiledCalls.check();
    }
  }

  /**
   * Called by a {@linkplain Builtin#leaf leaf} before it calls metamethods between its changes: if
   * it was called by compiled code, the interpreter calls it instead.
   */
  public static void beginCallbacks() {
    Task task = Task.current();
    if (task != null) {
      task.compiledCalls.check();
    }
  }

  /** The text of a number: that of an integer, or as {@code %.14g} writes it. */
  public static LuaString numberToString(LuaValue number) {
    if (number instanceof Float64 f) {
      return NumberFormat.formatFloat(f.v);
    }
    if (number instanceof Int64 n) {
      return LuaString.valueOf(Long.toString(n.v));
    }
    return NumberFormat.format(number.todouble());
  }

  /**
   * The number that {@code v} is or, if it is a numeric string, reads as; null for anything else.
   */
  public static LuaValue toNumber(LuaValue v) {
    if (v instanceof LuaNumber) {
      return v;
    }
    return v instanceof LuaString s ? numbers().parse(s.m_bytes, s.m_offset, s.m_length) : null;
  }

  /** {@code tostring(v)}, {@code __tostring} included. */
  public static LuaString toString(LuaValue v) {
    return toString(v, "tostring");
  }

  /** As {@link #toString(LuaValue)}; errors name the function {@code user}. */
  public static LuaString toString(LuaValue v, String user) {
    LuaValue handler = metamethod(v, Metatables.TOSTRING);
    return handler.isnil() ? plainText(v) : toText(call(handler, v).arg1(), user);
  }

  /** The result of a function that makes texts, which must be a string or a number. */
  public static LuaString toText(LuaValue result, String user) {
    if (!Concat.joinable(result)) {
      throw LuaRuntimeException.message(Wording.running().noText(user));
    }
    return plainText(result);
  }

  /** The text of a value without metamethods; strings and numbers are also joined as that. */
  public static LuaString plainText(LuaValue v) {
    return switch (v.type()) {
      case LuaValue.TSTRING -> (LuaString) v;
      case LuaValue.TNUMBER -> numberToString(v);
      case LuaValue.TNIL -> NIL;
      case LuaValue.TBOOLEAN -> v.toboolean() ? TRUE : FALSE;
      default -> LuaStrings.encode(Wording.running().typeName(v) + ": " + address(v));
    };
  }

  /** What tells an object from others of its type, as its text shows it. */
  public static String address(LuaValue v) {
    return "0x" + Addresses.of(identity(v));
  }

  private static Object identity(LuaValue v) {
    return v instanceof LuaUserdata u ? u.userdata() : v;
  }

  /** {@code t[k]}. */
  public static LuaValue index(LuaValue t, LuaValue k) {
    LuaValue o = t;
    for (int loop = 0; loop < 100; loop++) {
      LuaValue handler;
      if (o instanceof LuaTable table) {
        LuaValue v = table.rawget(Indexing.plain(k));
        if (!v.isnil()) {
          return v;
        }
        handler = metamethod(o, Metatables.INDEX);
        if (handler.isnil()) {
          return LuaValue.NIL;
        }
      } else {
        handler = metamethod(o, Metatables.INDEX);
        if (handler.isnil()) {
          throw LuaRuntimeException.value(LuaStrings.encode(Names.typeMessage("index", o, null)));
        }
      }
      if (handler.isfunction()) {
        return call(handler, LuaValue.varargsOf(o, k)).arg1();
      }
      o = handler;
    }
    throw LuaRuntimeException.value(LuaString.valueOf("loop in gettable"));
  }

  /** {@code t[k] = v}. */
  public static void setIndex(LuaValue t, LuaValue k, LuaValue v) {
    LuaValue o = t;
    for (int loop = 0; loop < 100; loop++) {
      LuaValue handler = metamethod(o, Metatables.NEWINDEX);
      if (o instanceof LuaTable table
          && (handler.isnil() || !table.rawget(Indexing.plain(k)).isnil())) {
        Indexing.rawset(table, k, v);
        return;
      }
      if (handler.isnil()) {
        throw LuaRuntimeException.value(LuaStrings.encode(Names.typeMessage("index", o, null)));
      }
      if (handler.isfunction()) {
        Varargs unused = call(handler, LuaValue.varargsOf(o, k, v));
        return;
      }
      o = handler;
    }
    throw LuaRuntimeException.value(LuaString.valueOf("loop in settable"));
  }

  /** {@code a == b}. */
  public static boolean equal(LuaValue a, LuaValue b) {
    if (Comparison.rawEqual(a, b)) {
      return true;
    }
    LuaValue handler = Comparison.equalityHandler(realm(), a, b);
    return !handler.isnil() && call(handler, LuaValue.varargsOf(a, b)).arg1().toboolean();
  }

  /** {@code rawequal(a, b)}. */
  public static boolean rawEqual(LuaValue a, LuaValue b) {
    return Comparison.rawEqual(a, b);
  }

  /** {@code a < b}. */
  public static boolean lessThan(LuaValue a, LuaValue b) {
    int raw = Comparison.rawOrdered(true, a, b);
    if (raw >= 0) {
      return raw == 1;
    }
    LuaValue handler = Comparison.orderHandler(realm(), Metatables.LT, a, b);
    if (handler.isnil()) {
      throw LuaRuntimeException.value(LuaString.valueOf(Comparison.incomparable(a, b)));
    }
    return call(handler, LuaValue.varargsOf(a, b)).arg1().toboolean();
  }

  /** {@code #v}. */
  public static LuaValue length(LuaValue v) {
    if (v instanceof LuaString s) {
      return LuaInteger.valueOf(s.m_length);
    }
    LuaValue handler = metamethod(v, Metatables.LEN);
    if (!handler.isnil()) {
      return call(handler, v).arg1();
    }
    if (v instanceof LuaTable t) {
      return LuaInteger.valueOf(t.rawlen());
    }
    throw LuaRuntimeException.value(LuaStrings.encode(Names.typeMessage("get length of", v, null)));
  }

  /**
   * The metamethod of {@code v} named {@code event}, for example {@code __index}; NIL if there is
   * none.
   */
  public static LuaValue metamethod(LuaValue v, LuaString event) {
    return Metatables.metamethod(realm(), v, event);
  }

  /** The metatable of the type of {@code v} in the realm of the running task, null for none. */
  public static LuaTable basicMetatable(LuaValue v) {
    Realm realm = realm();
    return realm == null ? null : realm.metatables().of(v);
  }

  /** As {@link #basicMetatable}, for a script, which may change it. */
  public static LuaTable openBasicMetatable(LuaValue v) {
    return Task.running().realm.metatables().open(v);
  }

  /** The numbers that the running script has; those of level 5.2 outside of scripts. */
  public static NumberModel numbers() {
    Realm realm = realm();
    return realm == null ? DoubleNumbers.INSTANCE : realm.core().numbers();
  }

  /** The realm of the running task; null outside of scripts, where strings have no metatable. */
  private static Realm realm() {
    Task task = Task.current();
    return task == null ? null : task.realm;
  }
}
