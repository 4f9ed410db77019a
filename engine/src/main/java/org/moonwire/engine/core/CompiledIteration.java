package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/**
 * What compiled code calls to go over a table with the iterators of {@code pairs} and {@code
 * ipairs}, without a list of results for each entry. Each method has a name of its own: that is how
 * the generator finds it. Realm thread only.
 */
@SuppressWarnings("ReferenceEquality") // shortcuts are single objects
public final class CompiledIteration {
  /** Says that the iterator is another function, or has to be called for other reasons. */
  public static final int OTHER = -2;

  private CompiledIteration() {}

  /**
   * Where the next entry of a table is, -1 at the end; {@code last} is where that of {@code
   * control} is, as far as is known.
   */
  public static int nextPosition(LuaValue step, LuaValue state, LuaValue control, int last) {
    if (!(step instanceof Builtin b) || !(state instanceof Table t)) {
      return OTHER;
    }
    if (b.shortcut == Shortcut.NEXT) {
      return t.positionAfter(control, last);
    }
    boolean asksMetamethods = b.shortcut == Shortcut.NEXT_ELEMENT;
    if ((!asksMetamethods && b.shortcut != Shortcut.NEXT_ITEM)
        || !(control instanceof LuaInteger i)) {
      return OTHER;
    }
    int at = t.itemPosition(i.v);
    return at < 0 && asksMetamethods && t.getmetatable() != null ? OTHER : at;
  }

  public static LuaValue entryKey(LuaValue state, int at) {
    if (at < 0) {
      return LuaValue.NIL;
    }
    Table t = (Table) state;
    return t.isItem(at) ? LuaInteger.valueOf(at + 1) : t.keyAt(at);
  }

  public static LuaValue entryValue(LuaValue state, int at) {
    return at < 0 ? LuaValue.NIL : ((Table) state).valueAt(at);
  }
}
