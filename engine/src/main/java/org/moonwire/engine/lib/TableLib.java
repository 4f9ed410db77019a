package org.moonwire.engine.lib;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Immutable;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Table;

/**
 * The library {@code table} (Lua manual 5.2, section 6.5); elements are read and written raw, the
 * length is {@code #}.
 */
public final class TableLib {
  /** How many values a function may return, as {@code LUAI_MAXSTACK} bounds it. */
  static final int MAX_RESULTS = 999_950;

  static final Builtin UNPACK = Builtin.leaf("unpack", TableLib::unpack);

  private static final LuaString EMPTY = LuaString.valueOf("");
  private static final LuaString N = LuaString.valueOf("n");
  private static final int STEPS_PER_POLL = 1000;
  private static final long BYTES_PER_VALUE = 8;
  private static final long BYTES_PER_ITEM = 32;
  private static final long BYTES_PER_ENTRY = 64;
  private static final int MAX_ROOM = 1 << 24;

  private static final Library LIBRARY =
      Library.of(
          Builtin.leaf("concat", TableLib::concat),
          Builtin.leaf("create", TableLib::create),
          Builtin.leaf("freeze", TableLib::freeze),
          Builtin.leaf("insert", TableLib::insert, Shortcuts.INSERT),
          Builtin.leaf("isfrozen", args -> LuaValue.valueOf(isFrozen(Args.table(args, 1)))),
          Builtin.leaf("maxn", TableLib::maxn),
          Builtin.leaf("pack", TableLib::pack),
          Builtin.leaf("remove", TableLib::remove, Shortcuts.REMOVE),
          Builtin.of("sort", TableSort::sort),
          UNPACK);

  private TableLib() {}

  /** A new table of the library's functions. */
  public static LuaTable create() {
    return LIBRARY.table();
  }

  /** The length of a table as {@code luaL_len} has it. */
  static long length(LuaTable t) {
    if (t.getmetatable() == null) {
      return t.rawlen();
    }
    LuaValue n = Ops.toNumber(Ops.length(t));
    if (n == null) {
      throw LuaRuntimeException.message("object length is not a number");
    }
    return (long) n.todouble();
  }

  /** Reads {@code t[i]} raw. */
  static LuaValue get(LuaTable t, long i) {
    int key = (int) i;
    return key == i ? t.rawget(key) : t.rawget(NumberFormat.of(i));
  }

  /** Writes {@code t[i]} raw. */
  static void set(LuaTable t, long i, LuaValue v) {
    int key = (int) i;
    if (key == i) {
      t.rawset(key, v);
    } else {
      t.rawset(NumberFormat.of(i), v);
    }
  }

  private static void poll(long i) {
    if (i % STEPS_PER_POLL == 0) {
      Poll.check();
    }
  }

  /** A table with room for items and other entries, so that it need not grow. */
  private static Varargs create(Varargs args) {
    int items = room(args, 1);
    int entries = room(args, 2);
    Poll.charge(BYTES_PER_ITEM * items + BYTES_PER_ENTRY * entries);
    Poll.work((long) items + entries);
    return new Table(items, entries);
  }

  private static int room(Varargs args, int i) {
    long n = Args.integer(args, i, 0);
    if (n < 0 || n > MAX_ROOM) {
      throw new BadArgumentException(i, "number from 0 to " + MAX_ROOM + " expected");
    }
    return (int) n;
  }

  private static Varargs freeze(Varargs args) {
    LuaTable t = Args.table(args, 1);
    if (t instanceof Table own) {
      own.freeze();
    } else if (!isFrozen(t)) {
      throw new BadArgumentException(1, "the globals cannot be frozen");
    }
    return t;
  }

  private static boolean isFrozen(LuaTable t) {
    return t instanceof Table own ? own.isFrozen() : t instanceof Immutable;
  }

  private static Varargs concat(Varargs args) {
    LuaTable t = Args.table(args, 1);
    LuaString separator = Args.string(args, 2, EMPTY);
    long first = Args.integer(args, 3, 1);
    long last = args.arg(4).isnil() ? length(t) : Args.integer(args, 4);
    ByteBuilder out = new ByteBuilder(64);
    for (long i = first; i <= last; i++) {
      poll(i);
      addElement(out, get(t, i), i);
      if (i == last) {
        break;
      }
      out.add(separator);
    }
    return out.toLuaString();
  }

  private static void addElement(ByteBuilder out, LuaValue v, long i) {
    if (v instanceof LuaString s) {
      out.add(s);
    } else if (v.type() == LuaValue.TNUMBER) {
      out.add(Ops.numberToString(v));
    } else {
      throw LuaRuntimeException.message(
          "invalid value (" + v.typename() + ") at index " + i + " in table for 'concat'");
    }
  }

  private static Varargs insert(Varargs args) {
    LuaTable t = Args.table(args, 1);
    long end = length(t) + 1;
    if (args.narg() == 2) {
      set(t, end, args.arg(2));
      return LuaValue.NONE;
    }
    if (args.narg() != 3) {
      throw LuaRuntimeException.message("wrong number of arguments to 'insert'");
    }
    long pos = Args.integer(args, 2);
    if (pos < 1 || pos > end) {
      throw new BadArgumentException(2, "position out of bounds");
    }
    if (pos < end) {
      beginMoving(t, end - 1);
    }
    for (long i = end; i > pos; i--) {
      poll(i);
      set(t, i, get(t, i - 1));
    }
    set(t, pos, args.arg(3));
    return LuaValue.NONE;
  }

  private static Varargs remove(Varargs args) {
    LuaTable t = Args.table(args, 1);
    long size = length(t);
    long pos = Args.integer(args, 2, size);
    if (pos != size && (pos < 1 || pos > size + 1)) {
      throw new BadArgumentException(1, "position out of bounds");
    }
    if (pos < size) {
      beginMoving(t, size);
    }
    LuaValue removed = get(t, pos);
    long i = pos;
    for (; i < size; i++) {
      poll(i);
      set(t, i, get(t, i + 1));
    }
    set(t, i, LuaValue.NIL);
    return removed;
  }

  /** Where there are holes between items that are no array, each that is filled may need memory. */
  public static void beginMoving(LuaTable t, long count) {
    if (!(t instanceof Table own && own.hasRoom(count))) {
      Ops.beginChanges();
    }
  }

  private static Varargs maxn(Varargs args) {
    LuaTable t = Args.table(args, 1);
    double max = 0;
    long steps = 0;
    for (Varargs entry = t.next(LuaValue.NIL); !entry.arg1().isnil(); ) {
      poll(++steps);
      if (entry.arg1().type() == LuaValue.TNUMBER) {
        max = Math.max(max, entry.arg1().todouble());
      }
      entry = t.next(entry.arg1());
    }
    return NumberFormat.of(max);
  }

  private static Varargs pack(Varargs args) {
    int n = args.narg();
    Poll.charge(BYTES_PER_ITEM * n);
    LuaTable t = new Table(n, 1);
    for (int i = 1; i <= n; i++) {
      t.rawset(i, args.arg(i));
    }
    t.rawset(N, NumberFormat.of(n));
    return t;
  }

  private static Varargs unpack(Varargs args) {
    LuaTable t = Args.table(args, 1);
    long first = Args.integer(args, 2, 1);
    long last = args.arg(3).isnil() ? length(t) : Args.integer(args, 3);
    if (first > last) {
      return LuaValue.NONE;
    }
    long n = last - first;
    if (n < 0 || n >= MAX_RESULTS) {
      throw LuaRuntimeException.message("too many results to unpack");
    }
    Poll.charge(BYTES_PER_VALUE * n);
    Poll.work(BYTES_PER_VALUE * n);
    LuaValue[] values = new LuaValue[(int) n + 1];
    for (int i = 0; i <= n; i++) {
      poll(i);
      values[i] = get(t, first + i);
    }
    return LuaValue.varargsOf(values);
  }
}
