package org.moonwire.engine.lib54;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.lib.ByteBuilder;
import org.moonwire.engine.lib.Shortcuts;
import org.moonwire.engine.lib.TableLib;

/**
 * Functions of the library {@code table} that respect metamethods (Lua manual 5.4, section 6.6).
 */
final class TableLib54 {
  private static final int STEPS_PER_POLL = 1000;
  private static final int MAX_RESULTS = 999_950;
  private static final long BYTES_PER_VALUE = 8;
  private static final int INITIAL_SIZE = 64;
  private static final LuaString SORT = LuaString.valueOf("sort");
  private static final LuaString EMPTY = LuaString.valueOf("");

  private static final Builtin[] FUNCTIONS = {
    Builtin.leaf("concat", TableLib54::concat),
    Builtin.leaf("insert", TableLib54::insert, Shortcuts.INSERT),
    Builtin.leaf("move", TableLib54::move),
    Builtin.leaf("remove", TableLib54::remove, Shortcuts.REMOVE),
    Builtin.leaf("unpack", TableLib54::unpack)
  };

  private TableLib54() {}

  /** Puts the functions into the library of level 5.2. */
  static void install(LuaTable table) {
    LuaValue sort = table.rawget(SORT);
    Libraries54.put(table, FUNCTIONS);
    Libraries54.put(table, Builtin.of("sort", args -> sort(sort, args)));
  }

  /** A table with metamethods is sorted as a copy, which is written back. */
  private static Varargs sort(LuaValue plain, Varargs args) {
    LuaValue t = tableLike(args, 1, "__index", "__newindex", "__len");
    if (isPlain(t)) {
      return Ops.call(plain, args);
    }
    long n = length(t);
    if (n >= Integer.MAX_VALUE) {
      throw new BadArgumentException(1, "array too big");
    }
    Table copy = new Table();
    Building building = new Building(copy);
    try {
      for (long i = 1; i <= n; i++) {
        poll(i);
        copy.rawset(Int64.of(i), get(t, i));
      }
      Varargs results = Ops.call(plain, LuaValue.varargsOf(copy, args.subargs(2)));
      for (long i = 1; i <= n; i++) {
        poll(i);
        set(t, i, copy.rawget(Int64.of(i)));
      }
      return results;
    } finally {
      building.close();
    }
  }

  private static void poll(long i) {
    if (i % STEPS_PER_POLL == 0) {
      Poll.check();
    }
  }

  /** A table, or what has the metamethods for what is done with it. */
  private static LuaValue tableLike(Varargs args, int i, String... events) {
    LuaValue t = args.arg(i);
    if (isPlain(t)) {
      return t;
    }
    Ops.beginCallbacks();
    if (t instanceof LuaTable) {
      return t;
    }
    for (String event : events) {
      if (Ops.metamethod(t, LuaString.valueOf(event)).isnil()) {
        throw Args.typeError(args, i, "table");
      }
    }
    return t;
  }

  private static boolean isPlain(LuaValue t) {
    return t instanceof LuaTable && t.getmetatable() == null;
  }

  private static LuaValue get(LuaValue t, long i) {
    return isPlain(t) ? ((LuaTable) t).rawget(Int64.of(i)) : Ops.index(t, Int64.of(i));
  }

  private static void set(LuaValue t, long i, LuaValue v) {
    if (isPlain(t)) {
      ((LuaTable) t).rawset(Int64.of(i), v);
    } else {
      Ops.setIndex(t, Int64.of(i), v);
    }
  }

  private static long length(LuaValue t) {
    if (isPlain(t)) {
      return ((LuaTable) t).rawlen();
    }
    LuaValue length = MathLib54.integer(Ops.length(t));
    if (length.isnil()) {
      throw LuaRuntimeException.message("object length is not an integer");
    }
    return Int64.value(length);
  }

  /** See {@link TableLib#beginMoving}; of another table the interpreter sees to it already. */
  private static void beginMoving(LuaValue t, long count) {
    if (isPlain(t)) {
      TableLib.beginMoving((LuaTable) t, count);
    }
  }

  private static Varargs concat(Varargs args) {
    LuaValue t = tableLike(args, 1, "__index", "__len");
    long size = length(t);
    LuaString separator = Args.string(args, 2, EMPTY);
    long first = Args.integer(args, 3, 1);
    long last = Args.integer(args, 4, size);
    ByteBuilder text = new ByteBuilder(INITIAL_SIZE);
    Building building = new Building(text);
    try {
      join(text, t, separator, first, last);
    } finally {
      building.close();
    }
    return text.toLuaString();
  }

  private static void join(
      ByteBuilder text, LuaValue t, LuaString separator, long first, long last) {
    for (long i = first; i <= last; i++) {
      poll(i);
      LuaValue v = get(t, i);
      if (!(v instanceof LuaString) && v.type() != LuaValue.TNUMBER) {
        throw LuaRuntimeException.message(
            "invalid value (" + v.typename() + ") at index " + i + " in table for 'concat'");
      }
      text.add(Ops.plainText(v));
      if (i == last) {
        break;
      }
      text.add(separator);
    }
  }

  private static Varargs insert(Varargs args) {
    LuaValue t = tableLike(args, 1, "__index", "__newindex", "__len");
    long end = length(t) + 1;
    if (args.narg() == 2) {
      set(t, end, args.arg(2));
      return LuaValue.NONE;
    }
    if (args.narg() != 3) {
      throw LuaRuntimeException.message("wrong number of arguments to 'insert'");
    }
    long position = Args.integer(args, 2);
    if (Long.compareUnsigned(position - 1, end) >= 0) {
      throw new BadArgumentException(2, "position out of bounds");
    }
    beginMoving(t, position < end ? end - 1 : 0);
    for (long i = end; i > position; i--) {
      poll(i);
      set(t, i, get(t, i - 1));
    }
    set(t, position, args.arg(3));
    return LuaValue.NONE;
  }

  private static Varargs remove(Varargs args) {
    LuaValue t = tableLike(args, 1, "__index", "__newindex", "__len");
    long size = length(t);
    long position = Args.integer(args, 2, size);
    if (position != size && Long.compareUnsigned(position - 1, size) > 0) {
      throw new BadArgumentException(1, "position out of bounds");
    }
    beginMoving(t, position < size ? size : 0);
    LuaValue removed = get(t, position);
    for (; position < size; position++) {
      poll(position);
      set(t, position, get(t, position + 1));
    }
    set(t, position, LuaValue.NIL);
    return removed;
  }

  private static Varargs move(Varargs args) {
    long first = Args.integer(args, 2);
    long last = Args.integer(args, 3);
    long to = Args.integer(args, 4);
    int target = args.arg(5).isnil() ? 1 : 5;
    LuaValue from = tableLike(args, 1, "__index");
    LuaValue into = tableLike(args, target, "__newindex");
    if (last < first) {
      return args.arg(target);
    }
    if (first <= 0 && last >= Long.MAX_VALUE + first) {
      throw new BadArgumentException(3, "too many elements to move");
    }
    long n = last - first + 1;
    if (to > Long.MAX_VALUE - n + 1) {
      throw new BadArgumentException(4, "destination wrap around");
    }
    boolean overlaps = to > first && to <= last && (target == 1 || Ops.rawEqual(from, into));
    beginMoving(into, to > 0 ? to + n - 1 : Long.MAX_VALUE);
    for (long i = 0; i < n; i++) {
      poll(i);
      long step = overlaps ? n - 1 - i : i;
      set(into, to + step, get(from, first + step));
    }
    return into;
  }

  /** Anything that can be indexed. */
  private static Varargs unpack(Varargs args) {
    LuaValue t = args.arg1();
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
    Building building = new Building(values);
    try {
      for (int i = 0; i <= n; i++) {
        poll(i);
        values[i] = get(t, first + i);
      }
    } finally {
      building.close();
    }
    return LuaValue.varargsOf(values);
  }
}
