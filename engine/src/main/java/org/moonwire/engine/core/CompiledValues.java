package org.moonwire.engine.core;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What compiled code calls to work on values. What takes more than can be done with the calls in
 * progress hidden (functions of Lua or the host, errors) is answered with Java null, -1 or false:
 * then the interpreter carries out the instruction. Each method has a name of its own: that is how
 * the generator finds it.
 */
@SuppressWarnings("ReferenceEquality") // nil and the booleans are single objects
public final class CompiledValues {
  private static final int MAX_LOOP = 100;

  private CompiledValues() {}

  // numbers

  public static boolean isNumber(LuaValue v) {
    return v instanceof LuaNumber;
  }

  /** The value of a number. */
  public static double valueOf(LuaValue n) {
    if (n instanceof LuaDouble d) {
      return d.todouble();
    }
    return n instanceof LuaInteger i ? i.v : n.todouble();
  }

  public static LuaValue boxInteger(long n) {
    return LuaInteger.valueOf(n);
  }

  public static LuaValue boxDouble(double d) {
    return NumberFormat.of(d);
  }

  /** Whether the double is one that {@link LuaInteger} keeps, which -0 is not. */
  public static boolean isInteger(double d) {
    int i = (int) d;
    return i == d && (i != 0 || Double.doubleToRawLongBits(d) == 0);
  }

  public static double modulo(double x, double y) {
    return x - Math.floor(x / y) * y;
  }

  public static double power(double x, double y) {
    return NumberFormat.pow(x, y);
  }

  // tables

  public static LuaValue index(Task task, LuaValue o, LuaValue key) {
    LuaValue v = o instanceof Table t ? t.lookUp(key) : null;
    return v != null ? v : indexOther(task, o, key);
  }

  /** As {@link #index}, of what is none of our tables and a key that is a string. */
  static LuaValue indexField(Task task, LuaValue o, LuaValue key) {
    if (o instanceof QuietTable globals) {
      LuaValue v = globals.quietGet(key);
      if (v != null && v != LuaValue.NIL) {
        return v;
      }
    }
    return index(task, o, key);
  }

  public static LuaValue indexInteger(Task task, LuaValue o, long key) {
    if (o instanceof Table t) {
      LuaValue v = t.item(key);
      if (v != null) {
        return v;
      }
    }
    return index(task, o, LuaInteger.valueOf(key));
  }

  public static LuaValue indexDouble(Task task, LuaValue o, double key) {
    long n = (long) key;
    return n == key ? indexInteger(task, o, n) : index(task, o, NumberFormat.of(key));
  }

  /** Through tables and the metatable of strings, as long as that calls nothing. */
  private static LuaValue indexOther(Task task, LuaValue object, LuaValue key) {
    LuaValue o = object;
    for (int loop = 0; loop < MAX_LOOP; loop++) {
      LuaValue handler;
      if (o instanceof LuaTable t) {
        LuaValue v = quietGet(t, Indexing.plain(key));
        if (v != LuaValue.NIL) {
          return v;
        }
        if (t.getmetatable() == null) {
          return LuaValue.NIL;
        }
        handler = ((LuaTable) t.getmetatable()).rawget(Metatables.INDEX);
        if (handler == LuaValue.NIL) {
          return LuaValue.NIL;
        }
      } else if (o instanceof LuaString) {
        handler = task.realm.metatables().stringIndex();
      } else {
        return null;
      }
      if (!(handler instanceof LuaTable)) {
        return null;
      }
      o = handler;
    }
    return null;
  }

  private static LuaValue quietGet(LuaTable t, LuaValue key) {
    if (t instanceof Table || t instanceof Immutable) {
      return t.rawget(key);
    }
    return t instanceof QuietTable quiet ? quiet.quietGet(key) : null;
  }

  public static boolean put(LuaValue o, LuaValue key, LuaValue v) {
    return (o instanceof Table t && t.store(key, v)) || putOther(o, key, v);
  }

  public static boolean putInteger(LuaValue o, long key, LuaValue v) {
    return (o instanceof Table t && t.storeItem(key, v)) || put(o, LuaInteger.valueOf(key), v);
  }

  public static boolean putDouble(LuaValue o, double key, LuaValue v) {
    long n = (long) key;
    return n == key ? putInteger(o, n, v) : put(o, NumberFormat.of(key), v);
  }

  private static boolean putOther(LuaValue o, LuaValue key, LuaValue v) {
    if (!(o instanceof LuaTable t) || key == LuaValue.NIL) {
      return false;
    }
    if (key instanceof LuaNumber n && Double.isNaN(n.todouble())) {
      return false;
    }
    LuaValue k = Indexing.plain(key);
    if (t.getmetatable() != null) {
      LuaValue present = quietGet(t, k);
      boolean calls =
          present == null
              || (present == LuaValue.NIL
                  && ((LuaTable) t.getmetatable()).rawget(Metatables.NEWINDEX) != LuaValue.NIL);
      if (calls) {
        return false;
      }
    }
    if (t instanceof Table) {
      t.rawset(k, v);
      return true;
    }
    return t instanceof QuietTable quiet && quiet.quietSet(k, v);
  }

  public static LuaValue newTable(Task task, int items, int entries) {
    return Tables.create(task, items, entries);
  }

  public static void setItem(LuaValue t, int i, LuaValue v) {
    ((LuaTable) t).rawset(i, v);
  }

  public static void setItems(LuaValue t, int offset, Varargs values) {
    Tables.setList((LuaTable) t, offset, values);
  }

  /** -1 if there is more to it. */
  public static int length(LuaValue o) {
    if (o instanceof Table t) {
      return t.getmetatable() == null ? t.rawlen() : -1;
    }
    return o instanceof LuaString s ? s.m_length : -1;
  }

  // operators

  public static boolean isTrue(LuaValue v) {
    return v != LuaValue.NIL && v != LuaValue.FALSE;
  }

  /** 1, 0, or -1 if a metamethod decides. */
  public static int equal(Task task, LuaValue x, LuaValue y) {
    if (Comparison.rawEqual(x, y)) {
      return 1;
    }
    boolean objects = x instanceof LuaTable || x instanceof LuaUserdata;
    return objects && !Comparison.equalityHandler(task.realm, x, y).isnil() ? -1 : 0;
  }

  public static int less(LuaValue x, LuaValue y) {
    return Comparison.rawOrdered(true, x, y);
  }

  public static int lessOrEqual(LuaValue x, LuaValue y) {
    return Comparison.rawOrdered(false, x, y);
  }

  /** Java null if not all are strings and numbers. */
  public static LuaValue concat(Task task, LuaValue[] values) {
    for (LuaValue v : values) {
      if (!Concat.joinable(v)) {
        return null;
      }
    }
    return Concat.join(task, values, 0, values.length - 1);
  }
}
