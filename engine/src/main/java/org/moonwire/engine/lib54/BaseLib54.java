package org.moonwire.engine.lib54;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.ControlLib;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Shortcut;
import org.moonwire.engine.lib.Shortcuts;

/** Global functions that differ at level 5.4 (Lua manual 5.4, section 6.1). */
final class BaseLib54 {
  private static final LuaString METATABLE = LuaString.valueOf("__metatable");
  private static final LuaString NEXT = LuaString.valueOf("next");
  private static final LuaInteger ZERO = LuaInteger.valueOf(0);

  private static final Builtin STEP =
      Builtin.leaf("ipairs_iterator", BaseLib54::step, Shortcut.NEXT_ELEMENT);

  private BaseLib54() {}

  /** Puts the functions into the globals of level 5.2. */
  static void install(LuaTable globals) {
    LuaValue next = globals.rawget(NEXT);
    Builtin other = (Builtin) globals.rawget(LuaString.valueOf("getmetatable"));
    Libraries54.put(
        globals,
        Builtin.leaf("assert", BaseLib54::assertTrue),
        Builtin.leaf(
            "ipairs",
            args -> LuaValue.varargsOf(STEP, Args.any(args, 1), ZERO),
            Shortcuts.iteration(STEP, ZERO)),
        Builtin.leaf("getmetatable", args -> getMetatable(other, args)),
        ControlLib.pairs(next, Shortcuts.iteration(next, LuaValue.NIL)),
        Builtin.leaf("rawlen", BaseLib54::rawLength),
        Builtin.leaf("tostring", args -> Ops.toString(Args.any(args, 1))));
  }

  private static Varargs assertTrue(Varargs args) {
    if (Args.any(args, 1).toboolean()) {
      return args;
    }
    if (args.narg() == 1) {
      throw LuaRuntimeException.message("assertion failed!");
    }
    LuaValue message = args.arg(2);
    throw message instanceof LuaString s
        ? LuaRuntimeException.message(LuaStrings.display(s))
        : LuaRuntimeException.value(message);
  }

  /** Goes on until the element is nil; metamethods count. */
  private static Varargs step(Varargs args) {
    long i = Args.integer(args, 2) + 1;
    LuaValue v = Ops.index(args.arg1(), Int64.of(i));
    return v.isnil() ? LuaValue.NIL : LuaValue.varargsOf(Int64.of(i), v);
  }

  /** The metatable of strings is the realm's own, and open; {@code other} tells of other values. */
  private static Varargs getMetatable(Builtin other, Varargs args) {
    if (!(args.arg1() instanceof LuaString s)) {
      return other.invoke(args);
    }
    LuaTable metatable = Ops.openBasicMetatable(s);
    if (metatable == null) {
      return LuaValue.NIL;
    }
    LuaValue field = metatable.rawget(METATABLE);
    return field.isnil() ? metatable : field;
  }

  private static Varargs rawLength(Varargs args) {
    LuaValue v = args.arg1();
    if (v instanceof LuaTable t) {
      return LuaInteger.valueOf(t.rawlen());
    }
    if (v instanceof LuaString s) {
      return LuaInteger.valueOf(s.m_length);
    }
    throw Args.typeError(args, 1, "table or string");
  }
}
