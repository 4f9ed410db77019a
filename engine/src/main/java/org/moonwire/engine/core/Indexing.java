package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code t[k]}, {@code t[k] = v} and {@code #t} with metamethods (Lua manual 5.2, section 2.4). A
 * result of null or false means that a function was pushed and will deliver.
 */
@SuppressWarnings("ReferenceEquality") // nil is a single object
final class Indexing {
  private static final int MAX_LOOP = 100;

  private Indexing() {}

  static LuaValue get(Task task, Frame f, LuaValue object, LuaValue key) {
    LuaValue o = object;
    for (int loop = 0; loop < MAX_LOOP; loop++) {
      LuaValue handler;
      if (o instanceof LuaTable t) {
        LuaValue v = t.rawget(plain(key));
        if (!v.isnil()) {
          return v;
        }
        LuaValue metatable = t.getmetatable();
        if (metatable == null) {
          return LuaValue.NIL;
        }
        handler = ((LuaTable) metatable).rawget(Metatables.INDEX);
        if (handler.isnil()) {
          return LuaValue.NIL;
        }
      } else if (o instanceof LuaString) {
        handler = task.realm.metatables().stringIndex();
        if (handler.isnil()) {
          throw notIndexable(f, o, loop);
        }
      } else {
        handler = Metatables.metamethod(task.realm, o, Metatables.INDEX);
        if (handler.isnil()) {
          throw notIndexable(f, o, loop);
        }
      }
      if (handler.isfunction()) {
        return callForValue(task, handler, LuaValue.varargsOf(o, key));
      }
      o = handler;
    }
    throw LuaRuntimeException.message("loop in gettable");
  }

  static boolean set(Task task, Frame f, LuaValue object, LuaValue key, LuaValue value) {
    LuaValue o = object;
    for (int loop = 0; loop < MAX_LOOP; loop++) {
      LuaValue handler;
      if (o instanceof LuaTable t) {
        LuaValue metatable = t.getmetatable();
        if (metatable == null || t.rawget(plain(key)) != LuaValue.NIL) {
          rawset(t, key, value);
          return true;
        }
        handler = ((LuaTable) metatable).rawget(Metatables.NEWINDEX);
        if (handler.isnil()) {
          rawset(t, key, value);
          return true;
        }
      } else {
        handler = Metatables.metamethod(task.realm, o, Metatables.NEWINDEX);
        if (handler.isnil()) {
          throw notIndexable(f, o, loop);
        }
      }
      if (handler.isfunction()) {
        Calls.enter(task, handler, LuaValue.varargsOf(o, key, value));
        return false;
      }
      o = handler;
    }
    throw LuaRuntimeException.message("loop in settable");
  }

  /** Of a chain of objects only the first has a name in the code. */
  private static LuaRuntimeException notIndexable(Frame f, LuaValue o, int loop) {
    return loop == 0
        ? Names.typeError(f, "index", o)
        : LuaRuntimeException.message(Names.typeMessage("index", o, null));
  }

  /** Stores without metamethods; the key must be neither nil nor NaN. */
  static void rawset(LuaTable t, LuaValue key, LuaValue value) {
    if (key.isnil()) {
      throw LuaRuntimeException.message("table index is nil");
    }
    LuaValue k = plain(key);
    if (!(k instanceof LuaInteger) && k.type() == LuaValue.TNUMBER && Double.isNaN(k.todouble())) {
      throw LuaRuntimeException.message("table index is NaN");
    }
    t.rawset(k, value);
  }

  static LuaValue length(Task task, Frame f, LuaValue o) {
    if (o instanceof Table t && t.getmetatable() == null) {
      return LuaInteger.valueOf(t.rawlen());
    }
    if (o instanceof LuaString s) {
      return LuaInteger.valueOf(s.m_length);
    }
    LuaValue handler = Metatables.metamethod(task.realm, o, Metatables.LEN);
    if (!handler.isnil()) {
      return callForValue(task, handler, LuaValue.varargsOf(o, o));
    }
    if (o instanceof LuaTable t) {
      return LuaInteger.valueOf(t.rawlen());
    }
    throw Names.typeError(f, "get length of", o);
  }

  /**
   * Calls a metamethod: the value at once for plain Java functions, null if the result will be
   * delivered.
   */
  static LuaValue callForValue(Task task, LuaValue handler, Varargs args) {
    if (handler.isfunction()
        && !(handler instanceof Closure)
        && !(handler instanceof Control)
        && !(handler instanceof Suspending)) {
      return handler.invoke(args).arg1();
    }
    Calls.enter(task, handler, args);
    return null;
  }

  /** The same key in the form tables keep. */
  static LuaValue plain(LuaValue key) {
    return key instanceof AliasedKey a ? a.asKey() : key;
  }
}
