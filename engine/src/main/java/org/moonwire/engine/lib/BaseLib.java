package org.moonwire.engine.lib;

import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Shortcut;

/** The global functions that need no interpreter (Lua manual 5.2, section 6.1). */
public final class BaseLib {
  private static final LuaString METATABLE = LuaString.valueOf("__metatable");
  private static final LuaString PAIRS = LuaString.valueOf("__pairs");
  private static final LuaString IPAIRS = LuaString.valueOf("__ipairs");
  private static final LuaString TOSTRING = LuaString.valueOf("__tostring");
  private static final LuaString LOCKED = LuaString.valueOf("locked");
  private static final int MIN_BASE = 2;
  private static final int MAX_BASE = 36;

  private static final Builtin NEXT = Builtin.leaf("next", BaseLib::next, Shortcut.NEXT);
  private static final Builtin IPAIRS_STEP =
      Builtin.leaf("ipairs_iterator", BaseLib::ipairsStep, Shortcut.NEXT_ITEM);

  /** The global {@code tostring} unless a script has set another. */
  static final Builtin TO_STRING = Builtin.leaf("tostring", args -> toStringOf(Args.any(args, 1)));

  private static final Library LIBRARY =
      Library.of(
          Builtin.leaf("assert", BaseLib::assertTrue),
          Builtin.leaf("getmetatable", BaseLib::getMetatable),
          Builtin.leaf(
              "ipairs",
              args -> iterate(args, IPAIRS, IPAIRS_STEP, LuaInteger.valueOf(0)),
              Shortcuts.iteration(IPAIRS_STEP, LuaInteger.valueOf(0))),
          NEXT,
          Builtin.leaf(
              "pairs",
              args -> iterate(args, PAIRS, NEXT, LuaValue.NIL),
              Shortcuts.iteration(NEXT, LuaValue.NIL)),
          Builtin.leaf(
              "rawequal",
              args -> LuaValue.valueOf(Ops.rawEqual(Args.any(args, 1), Args.any(args, 2)))),
          Builtin.leaf("rawget", args -> Args.table(args, 1).rawget(Args.any(args, 2))),
          Builtin.leaf("rawlen", BaseLib::rawLength),
          Builtin.leaf("rawset", BaseLib::rawSet),
          Builtin.leaf("select", BaseLib::select),
          Builtin.leaf("setmetatable", BaseLib::setMetatable, Shortcuts.SET_METATABLE),
          Builtin.leaf("tonumber", BaseLib::toNumber),
          TO_STRING,
          Builtin.leaf("type", args -> TypeNames.of(Args.any(args, 1))),
          TableLib.UNPACK);

  private BaseLib() {}

  /** A new table of the functions, with {@code collectgarbage} settings of its own. */
  public static LuaTable create() {
    LibraryState state = new LibraryState();
    return create(() -> state);
  }

  /** A new table of the functions; {@code state} gives the settings of the realm that calls. */
  public static LuaTable create(Supplier<LibraryState> state) {
    LuaTable table = LIBRARY.table();
    Library.put(
        table, Builtin.of("collectgarbage", args -> GarbageControl.control(args, state.get())));
    return table;
  }

  /**
   * Fails with a string as PUC Lua does. Other values, such as error objects, become the error
   * itself, where PUC Lua complains about the argument.
   */
  private static Varargs assertTrue(Varargs args) {
    if (args.arg1().toboolean()) {
      return args;
    }
    LuaValue message = args.arg(2);
    if (message.isnil()) {
      throw LuaRuntimeException.message("assertion failed!");
    }
    if (message.type() == LuaValue.TSTRING || message.type() == LuaValue.TNUMBER) {
      throw LuaRuntimeException.message(LuaStrings.display(Ops.plainText(message)));
    }
    throw LuaRuntimeException.value(message);
  }

  /** What {@code tostring} returns: from a metamethod any value, as PUC Lua has it. */
  private static LuaValue toStringOf(LuaValue v) {
    LuaValue metamethod = Ops.metamethod(v, TOSTRING);
    if (metamethod.isnil()) {
      return Ops.plainText(v);
    }
    LuaValue result = Ops.call(metamethod, v).arg1();
    return result.type() == LuaValue.TNUMBER ? Ops.plainText(result) : result;
  }

  private static Varargs getMetatable(Varargs args) {
    LuaValue v = Args.any(args, 1);
    if (v.type() == LuaValue.TSTRING) {
      return LOCKED;
    }
    LuaValue metatable = metatableOf(v);
    if (metatable == null) {
      return LuaValue.NIL;
    }
    LuaValue field = metatable.rawget(METATABLE);
    return field.isnil() ? metatable : field;
  }

  /** The metatable of a value other than a string, null if there is none. */
  private static LuaValue metatableOf(LuaValue v) {
    return v instanceof LuaTable || v instanceof LuaUserdata
        ? v.getmetatable()
        : Ops.basicMetatable(v);
  }

  private static Varargs setMetatable(Varargs args) {
    LuaTable t = Args.table(args, 1);
    LuaValue metatable = args.arg(2);
    if (args.narg() < 2 || !(metatable.isnil() || metatable.istable())) {
      throw new BadArgumentException(2, "nil or table expected");
    }
    LuaValue former = metatableOf(t);
    if (former != null && !former.rawget(METATABLE).isnil()) {
      throw LuaRuntimeException.message("cannot change a protected metatable");
    }
    t.setmetatable(metatable.isnil() ? null : metatable);
    return t;
  }

  private static Varargs next(Varargs args) {
    LuaTable t = Args.table(args, 1);
    LuaValue key = args.arg(2);
    try {
      return t.next(key);
    } catch (LuaRuntimeException e) {
      throw e;
    } catch (LuaError e) {
      throw LuaRuntimeException.value(LuaString.valueOf("invalid key to 'next'"));
    }
  }

  private static Varargs iterate(Varargs args, LuaString event, Builtin step, LuaValue first) {
    LuaValue v = args.arg1();
    LuaValue metamethod = v.type() == LuaValue.TSTRING ? LuaValue.NIL : Ops.metamethod(v, event);
    if (metamethod.isnil()) {
      return LuaValue.varargsOf(step, Args.table(args, 1), first);
    }
    Varargs results = Ops.call(metamethod, v);
    return LuaValue.varargsOf(results.arg1(), results.arg(2), results.arg(3));
  }

  private static Varargs ipairsStep(Varargs args) {
    int i = (int) Args.integer(args, 2) + 1;
    LuaValue v = Args.table(args, 1).rawget(i);
    return v.isnil() ? LuaValue.NIL : LuaValue.varargsOf(LuaInteger.valueOf(i), v);
  }

  private static Varargs rawLength(Varargs args) {
    LuaValue v = args.arg1();
    if (v.istable() || v.type() == LuaValue.TSTRING) {
      return LuaInteger.valueOf(v.rawlen());
    }
    throw new BadArgumentException(1, "table or string expected");
  }

  private static Varargs rawSet(Varargs args) {
    LuaTable t = Args.table(args, 1);
    LuaValue key = Args.any(args, 2);
    LuaValue value = Args.any(args, 3);
    if (key.isnil()) {
      throw LuaRuntimeException.value(LuaString.valueOf("table index is nil"));
    }
    if (!key.isvalidkey()) {
      throw LuaRuntimeException.value(LuaString.valueOf("table index is NaN"));
    }
    t.rawset(key, value);
    return t;
  }

  private static Varargs select(Varargs args) {
    int n = args.narg() - 1;
    if (args.arg1() instanceof LuaString s && s.m_length > 0 && s.luaByte(0) == '#') {
      return LuaInteger.valueOf(n);
    }
    long i = Args.integer(args, 1);
    if (i < 0) {
      i = n + i + 1;
    }
    if (i < 1) {
      throw new BadArgumentException(1, "index out of range");
    }
    return i > n ? LuaValue.NONE : args.subargs((int) i + 1);
  }

  private static Varargs toNumber(Varargs args) {
    LuaValue number;
    if (args.arg(2).isnil()) {
      number = Ops.toNumber(Args.any(args, 1));
    } else {
      LuaString s = Args.string(args, 1);
      long base = Args.integer(args, 2);
      if (base < MIN_BASE || base > MAX_BASE) {
        throw new BadArgumentException(2, "base out of range");
      }
      number = NumberFormat.parse(s, (int) base);
    }
    return number == null ? LuaValue.NIL : number;
  }
}
