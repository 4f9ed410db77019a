package org.moonwire.engine.lib;

import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Shortcut;
import org.moonwire.engine.core.Table;

/** Shortcuts of the functions that loops call most. */
public final class Shortcuts {
  static final Shortcut FLOOR =
      new Shortcut() {
        @Override
        public Varargs one(LuaValue x) {
          if (x instanceof LuaDouble d) {
            return NumberFormat.of(Math.floor(d.todouble()));
          }
          return x instanceof LuaInteger ? x : null;
        }
      };

  static final Shortcut BYTE =
      new Shortcut() {
        @Override
        public Varargs one(LuaValue s) {
          return at(s, 1);
        }

        @Override
        public Varargs two(LuaValue s, LuaValue i) {
          return i instanceof LuaInteger n ? at(s, n.v) : null;
        }

        private static Varargs at(LuaValue v, int i) {
          boolean within = v instanceof LuaString s && i > 0 && i <= s.m_length;
          return within ? LuaInteger.valueOf(((LuaString) v).luaByte(i - 1)) : null;
        }
      };

  static final Shortcut SUB =
      new Shortcut() {
        @Override
        public Varargs three(LuaValue v, LuaValue i, LuaValue j) {
          boolean known =
              v instanceof LuaString && i instanceof LuaInteger && j instanceof LuaInteger;
          if (!known) {
            return null;
          }
          LuaString s = (LuaString) v;
          int first = ((LuaInteger) i).v;
          int last = ((LuaInteger) j).v;
          boolean within = first > 0 && last >= first && last <= s.m_length;
          if (!within || last - first == s.m_length - 1) {
            return null;
          }
          return LuaPattern.slice(s.m_bytes, s.m_offset + first - 1, last - first + 1);
        }
      };

  public static final Shortcut INSERT =
      new Shortcut() {
        @Override
        public Varargs two(LuaValue list, LuaValue v) {
          if (!(list instanceof Table t) || t.getmetatable() != null) {
            return null;
          }
          t.rawset(t.rawlen() + 1, v);
          return LuaValue.NONE;
        }
      };

  public static final Shortcut REMOVE =
      new Shortcut() {
        @Override
        public Varargs one(LuaValue list) {
          if (!(list instanceof Table t) || t.getmetatable() != null) {
            return null;
          }
          int n = t.rawlen();
          if (n == 0) {
            return null;
          }
          LuaValue removed = t.rawget(n);
          t.rawset(n, LuaValue.NIL);
          return removed;
        }
      };

  static final Shortcut SET_METATABLE =
      new Shortcut() {
        @Override
        public Varargs two(LuaValue object, LuaValue metatable) {
          boolean plain = object instanceof Table t && t.getmetatable() == null;
          return plain && metatable instanceof Table ? object.setmetatable(metatable) : null;
        }
      };

  private Shortcuts() {}

  /** Of a function that begins a loop over a table without metamethods. */
  public static Shortcut iteration(LuaValue step, LuaValue first) {
    return new Shortcut() {
      @Override
      public Varargs one(LuaValue v) {
        boolean plain = v instanceof Table t && t.getmetatable() == null;
        return plain ? LuaValue.varargsOf(step, v, first) : null;
      }
    };
  }
}
