package org.moonwire.engine.core;

import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.Language;

/**
 * Equality and order (Lua manual 5.2, section 3.4.3). The interpreter's forms give 1, 0, or -1 if a
 * metamethod was called that will deliver the answer.
 */
final class Comparison {
  static final int PENDING = -1;

  private Comparison() {}

  static int equal(Task task, Frame f, LuaValue x, LuaValue y) {
    if (rawEqual(x, y)) {
      return 1;
    }
    if (!(x instanceof LuaTable || x instanceof LuaUserdata)) {
      return 0;
    }
    LuaValue handler = equalityHandler(task.realm, x, y);
    if (handler.isnil()) {
      return 0;
    }
    f.negate = false;
    Calls.enter(task, handler, LuaValue.varargsOf(x, y));
    return PENDING;
  }

  @SuppressWarnings("ReferenceEquality") // identity is what raw equality means
  static boolean rawEqual(LuaValue x, LuaValue y) {
    if (x == y) {
      return !(x instanceof LuaNumber) || !Double.isNaN(x.todouble());
    }
    if (x instanceof LuaNumber) {
      return y instanceof LuaNumber
          && x.todouble() == y.todouble()
          && (!isLarge(x, y) || Int64.compare(x, y) == 0);
    }
    if (x instanceof LuaString s) {
      return y instanceof LuaString t && Bytes.equal(s, t);
    }
    if (x instanceof LuaBoolean) {
      return y instanceof LuaBoolean && x.toboolean() == y.toboolean();
    }
    return x instanceof LuaUserdata u && y instanceof LuaUserdata w && u.userdata() == w.userdata();
  }

  /**
   * The {@code __eq} that both tables or both userdata agree on, at level 5.4 that of the first
   * that has one; NIL if there is none.
   */
  static LuaValue equalityHandler(Realm realm, LuaValue x, LuaValue y) {
    boolean comparable =
        (x instanceof LuaTable && y instanceof LuaTable)
            || (x instanceof LuaUserdata && y instanceof LuaUserdata);
    if (!comparable) {
      return LuaValue.NIL;
    }
    return agreed(realm, x, y, Metatables.EQ);
  }

  private static LuaValue agreed(Realm realm, LuaValue x, LuaValue y, LuaString event) {
    LuaValue first = Metatables.metamethod(realm, x, event);
    boolean mustAgree = realm.core().language() == Language.LUA_5_2;
    if (first.isnil() ? mustAgree : !mustAgree) {
      return first;
    }
    LuaValue second = Metatables.metamethod(realm, y, event);
    if (!mustAgree) {
      return second;
    }
    return !second.isnil() && rawEqual(first, second) ? first : LuaValue.NIL;
  }

  static int ordered(Task task, Frame f, boolean less, LuaValue x, LuaValue y) {
    int raw = rawOrdered(less, x, y);
    if (raw >= 0) {
      return raw;
    }
    LuaValue handler = orderHandler(task.realm, less ? Metatables.LT : Metatables.LE, x, y);
    f.negate = false;
    if (!handler.isnil()) {
      Calls.enter(task, handler, LuaValue.varargsOf(x, y));
      return PENDING;
    }
    if (!less && task.realm.core().language() == Language.LUA_5_2) {
      handler = orderHandler(task.realm, Metatables.LT, y, x);
      if (!handler.isnil()) {
        f.negate = true;
        Calls.enter(task, handler, LuaValue.varargsOf(y, x));
        return PENDING;
      }
    }
    throw LuaRuntimeException.message(incomparable(x, y));
  }

  /** For numbers and strings 1 or 0, otherwise -1. */
  static int rawOrdered(boolean less, LuaValue x, LuaValue y) {
    if (x instanceof LuaInteger m && y instanceof LuaInteger n) {
      return (less ? m.v < n.v : m.v <= n.v) ? 1 : 0;
    }
    if (x instanceof LuaNumber && y instanceof LuaNumber) {
      double m = x.todouble();
      double n = y.todouble();
      if (m == n && isLarge(x, y)) {
        int order = Int64.compare(x, y);
        return (less ? order < 0 : order <= 0) ? 1 : 0;
      }
      return (less ? m < n : m <= n) ? 1 : 0;
    }
    if (x instanceof LuaString s && y instanceof LuaString t) {
      int order = Bytes.compare(s, t);
      return (less ? order < 0 : order <= 0) ? 1 : 0;
    }
    return -1;
  }

  /** Whether two numbers may differ though they are equal as doubles. */
  private static boolean isLarge(LuaValue x, LuaValue y) {
    return x instanceof Int64 || y instanceof Int64;
  }

  static LuaValue orderHandler(Realm realm, LuaString event, LuaValue x, LuaValue y) {
    LuaValue handler = Metatables.metamethod(realm, x, event);
    return !handler.isnil() ? handler : Metatables.metamethod(realm, y, event);
  }

  static String incomparable(LuaValue x, LuaValue y) {
    String first = Wording.running().typeName(x);
    String second = Wording.running().typeName(y);
    return first.equals(second)
        ? "attempt to compare two " + first + " values"
        : "attempt to compare " + first + " with " + second;
  }
}
