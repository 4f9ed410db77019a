package org.moonwire.engine.core;

import java.util.Map;
import java.util.WeakHashMap;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.module.Language;

/**
 * The library {@code debug} without hooks (Lua manual 5.2, section 6.10) for one realm; withheld
 * unless the host grants it, because nothing inside the realm is safe from it. It reaches no other
 * realm: metatables of basic types are the realm's own, those of Java objects stay closed.
 */
public final class DebugLib {
  private static final LuaString EMPTY = LuaString.valueOf("");
  private static final LuaString NO_NAME = LuaString.valueOf("(no name)");
  private static final LuaString PACKAGE = LuaString.valueOf("package");
  private static final LuaString LOADED = LuaString.valueOf("loaded");
  private static final LuaString PRELOAD = LuaString.valueOf("preload");

  /** What {@code getinfo} tells unless asked for less, and {@code L}. */
  private static final String DEFAULTS_52 = "flnStu";

  private static final String DEFAULTS_54 = "flnSrtu";

  private final Realm realm;
  private final LuaTable registry = new Table();

  /** Set once the registry was asked for. */
  private boolean hasRegistry;

  private final Map<LuaValue, LuaValue> userValues = new WeakHashMap<>();

  private DebugLib(Realm realm) {
    this.realm = realm;
  }

  /** Adds the functions to the table that has {@code traceback}. */
  public static void install(Realm realm, LuaTable debug) {
    DebugLib lib = new DebugLib(realm);
    put(debug, Builtin.of("getlocal", DebugLib::getLocal));
    put(debug, Builtin.of("setlocal", DebugLib::setLocal));
    put(debug, Builtin.of("getupvalue", DebugLib::getUpvalue));
    put(debug, Builtin.of("setupvalue", DebugLib::setUpvalue));
    boolean fails = realm.core().language() == Language.LUA_5_2;
    String defaults = fails ? DEFAULTS_52 : DEFAULTS_54;
    put(debug, Builtin.of("getinfo", args -> getInfo(args, defaults)));
    put(debug, Builtin.of("upvalueid", args -> upvalueId(args, fails)));
    put(debug, Builtin.of("upvaluejoin", DebugLib::joinUpvalues));
    put(debug, Builtin.of("getmetatable", lib::getMetatable));
    put(debug, Builtin.of("setmetatable", lib::setMetatable));
    put(debug, Builtin.of("getregistry", args -> lib.registry()));
    if (fails) {
      put(debug, Builtin.of("getuservalue", lib::getUserValue));
      put(debug, Builtin.of("setuservalue", lib::setUserValue));
    } else {
      put(debug, Builtin.of("getuservalue", args -> LuaValue.NIL));
      put(debug, Builtin.of("setuservalue", DebugLib::setNoUserValue));
    }
  }

  /** What C code finds there, too: the globals, and the modules that are loaded. */
  private LuaTable registry() {
    if (!hasRegistry) {
      hasRegistry = true;
      registry.rawset(1, Task.running().root);
      registry.rawset(2, realm.globals());
      if (realm.library().get(PACKAGE) instanceof LuaTable packages) {
        registry.rawset(LuaString.valueOf("_LOADED"), packages.rawget(LOADED));
        registry.rawset(LuaString.valueOf("_PRELOAD"), packages.rawget(PRELOAD));
      }
    }
    return registry;
  }

  private static void put(LuaTable table, Builtin function) {
    table.rawset(LuaString.valueOf(function.name()), function);
  }

  /** The optional first argument of most functions, and how far it shifts the others. */
  private record Target(Coroutine co, Varargs args, int shift) {
    static Target of(Varargs args) {
      return args.arg1() instanceof Coroutine co
          ? new Target(co, args.subargs(2), 1)
          : new Target(Task.running().current, args, 0);
    }

    CallStack.Level level(int argument) {
      double n = Args.number(args, argument);
      return n != (int) n ? null : CallStack.at(Task.running(), co, (int) n);
    }

    BadArgumentException error(int argument, String detail) {
      return new BadArgumentException(argument + shift, detail);
    }
  }

  private static Varargs getInfo(Varargs all, String defaults) {
    Target target = Target.of(all);
    Varargs args = target.args();
    String what = args.arg(2).isnil() ? defaults : Args.string(args, 2).tojstring();
    if (what.chars().anyMatch(c -> c != 'L' && defaults.indexOf(c) < 0)) {
      throw target.error(2, "invalid option");
    }
    if (args.arg1().isfunction()) {
      return FunctionInfo.of(null, args.arg1(), what);
    }
    if (Ops.toNumber(args.arg1()) == null) {
      throw target.error(1, "function or level expected");
    }
    CallStack.Level level = target.level(1);
    return level == null ? LuaValue.NIL : FunctionInfo.of(level, level.function(), what);
  }

  private static Varargs getLocal(Varargs all) {
    Target target = Target.of(all);
    int number = (int) Args.integer(target.args(), 2);
    if (target.args().arg1() instanceof Closure c) {
      return LuaValue.varargsOf(parameter(c.prototype, number), LuaValue.NIL).arg1();
    }
    if (target.args().arg1().isfunction()) {
      return LuaValue.NIL;
    }
    CallStack.Level level = existing(target);
    CallStack.Variable v = CallStack.variable(level, number);
    return v == null ? LuaValue.NIL : LuaValue.varargsOf(LuaString.valueOf(v.name()), v.value());
  }

  private static LuaValue parameter(Prototype p, int number) {
    String name = number > 0 && number <= p.numparams ? Names.localName(p, number, 0) : null;
    return name == null ? LuaValue.NIL : LuaString.valueOf(name);
  }

  private static CallStack.Level existing(Target target) {
    CallStack.Level level = target.level(1);
    if (level == null) {
      throw target.error(1, "level out of range");
    }
    return level;
  }

  private static Varargs setLocal(Varargs all) {
    Target target = Target.of(all);
    CallStack.Level level = existing(target);
    LuaValue value = Args.any(target.args(), 3);
    int number = (int) Args.integer(target.args(), 2);
    CallStack.Variable v = CallStack.variable(level, number);
    if (v == null) {
      return LuaValue.NIL;
    }
    v.set(value);
    return LuaString.valueOf(v.name());
  }

  private static Varargs getUpvalue(Varargs args) {
    LuaValue function = Args.function(args, 1);
    int n = (int) Args.integer(args, 2);
    if (!(function instanceof Closure c)) {
      return n == 1 ? LuaValue.varargsOf(EMPTY, LuaValue.NIL) : LuaValue.NONE;
    }
    return n < 1 || n > c.upvalues.length
        ? LuaValue.NONE
        : LuaValue.varargsOf(name(c, n), c.upvalues[n - 1].get());
  }

  private static LuaString name(Closure c, int n) {
    LuaString name = c.prototype.upvalues[n - 1].name;
    return name == null ? NO_NAME : name;
  }

  private static Varargs setUpvalue(Varargs args) {
    LuaValue value = Args.any(args, 3);
    LuaValue function = Args.function(args, 1);
    int n = (int) Args.integer(args, 2);
    if (!(function instanceof Closure c) || n < 1 || n > c.upvalues.length) {
      return LuaValue.NONE;
    }
    c.upvalues[n - 1].set(value);
    return name(c, n);
  }

  /** What tells upvalues apart, as the address of one does in C. */
  private static final class Identity extends LuaUserdata {
    Identity(Object upvalue) {
      super(upvalue);
    }
  }

  /** {@code fails} if there must be such an upvalue, as before level 5.4. */
  private static Varargs upvalueId(Varargs args, boolean fails) {
    LuaValue function = Args.function(args, 1);
    long n = Args.integer(args, 2);
    if (!(function instanceof Closure c)) {
      if (n == 1) {
        return new Identity(function);
      }
      return fails ? new Identity(upvalue(args, 1)) : LuaValue.NIL;
    }
    boolean isThere = n >= 1 && n <= c.upvalues.length;
    return isThere || fails ? new Identity(upvalue(args, 1)) : LuaValue.NIL;
  }

  private Varargs getUserValue(Varargs args) {
    return userValues.getOrDefault(args.arg1(), LuaValue.NIL);
  }

  private Varargs setUserValue(Varargs args) {
    if (args.arg1() instanceof Identity) {
      throw new BadArgumentException(1, "full userdata expected, got light userdata");
    }
    if (!(args.arg1() instanceof LuaUserdata userdata)) {
      throw Args.typeError(args, 1, "userdata");
    }
    userValues.put(userdata, args.arg(2).isnil() ? LuaValue.NIL : Args.table(args, 2));
    return userdata;
  }

  /** At level 5.4 a userdata has as many as it was made with: those of Java have none. */
  private static Varargs setNoUserValue(Varargs args) {
    if (args.arg1() instanceof Identity) {
      throw new BadArgumentException(1, "userdata expected, got light userdata");
    }
    if (!(args.arg1() instanceof LuaUserdata)) {
      throw Args.typeError(args, 1, "userdata");
    }
    LuaValue unused = Args.any(args, 2);
    return LuaValue.NIL;
  }

  private static Closure closure(Varargs args, int i) {
    if (Args.function(args, i) instanceof Closure c) {
      return c;
    }
    throw new BadArgumentException(i, "Lua function expected");
  }

  private static UpVal upvalue(Varargs args, int i) {
    return closure(args, i).upvalues[index(args, i)];
  }

  private static int index(Varargs args, int i) {
    long n = Args.integer(args, i + 1);
    if (n < 1 || n > closure(args, i).upvalues.length) {
      throw new BadArgumentException(i + 1, "invalid upvalue index");
    }
    return (int) n - 1;
  }

  private static Varargs joinUpvalues(Varargs args) {
    closure(args, 1).upvalues[index(args, 1)] = upvalue(args, 3);
    return LuaValue.NONE;
  }

  private Varargs getMetatable(Varargs args) {
    LuaValue v = Args.any(args, 1);
    LuaValue metatable =
        v instanceof LuaTable || v instanceof LuaUserdata
            ? v.getmetatable()
            : realm.metatables().open(v);
    return metatable == null ? LuaValue.NIL : metatable;
  }

  private Varargs setMetatable(Varargs args) {
    LuaValue metatable = args.arg(2);
    if (args.narg() < 2 || !(metatable.isnil() || metatable.istable())) {
      throw new BadArgumentException(2, "nil or table expected");
    }
    LuaValue v = args.arg1();
    if (v instanceof LuaTable t) {
      t.setmetatable(metatable.isnil() ? null : metatable);
    } else if (v instanceof LuaUserdata) {
      throw new BadArgumentException(1, "the metatables of Java objects cannot be changed");
    } else {
      realm.metatables().set(v, metatable.isnil() ? null : (LuaTable) metatable);
    }
    return v;
  }
}
