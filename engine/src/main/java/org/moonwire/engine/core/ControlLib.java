package org.moonwire.engine.core;

import java.util.function.Function;
import java.util.function.Supplier;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.module.Language;

/**
 * The functions that direct the interpreter: protected calls and coroutines (Lua manual 5.2,
 * sections 6.1 and 6.2).
 */
public final class ControlLib {
  private static final LuaString PAIRS_EVENT = LuaString.valueOf("__pairs");

  static final Builtin PCALL =
      new Control("pcall") {
        @Override
        void enter(Task task, Varargs args) {
          LuaValue body = Args.any(args, 1);
          push(task, Frame.PCALL, null);
          Calls.enter(task, body, args.subargs(2));
        }
      };

  static final Builtin XPCALL =
      new Control("xpcall") {
        @Override
        void enter(Task task, Varargs args) {
          LuaValue handler = Args.any(args, 2);
          push(task, Frame.XPCALL, handler);
          Calls.enter(task, args.arg1(), args.subargs(3));
        }
      };

  private static final Builtin RESUME =
      new Control("resume") {
        @Override
        void enter(Task task, Varargs args) {
          Coroutine co = Coroutines.check(args);
          String problem = Coroutines.whyNotResumable(task, co);
          if (problem != null) {
            Calls.deliver(task, LuaValue.varargsOf(LuaValue.FALSE, LuaString.valueOf(problem)));
            return;
          }
          Coroutines.resume(task, co, args.subargs(2));
        }
      };

  private static final Builtin YIELD =
      new Control("yield") {
        @Override
        void enter(Task task, Varargs args) {
          Coroutines.suspend(task, args);
        }
      };

  private ControlLib() {}

  /** Puts {@code pcall}, {@code xpcall} and {@code error} into {@code globals}. */
  public static void install(LuaTable globals) {
    put(globals, PCALL);
    put(globals, XPCALL);
    put(globals, Builtin.of("error", ControlLib::error));
    globals.rawset(LuaString.valueOf("coroutine"), coroutine());
    LuaTable debug = new Table();
    put(debug, Builtin.of("traceback", ControlLib::traceback));
    globals.rawset(LuaString.valueOf("debug"), debug);
  }

  /** A function that calls another one in its place: that may yield, and its results count. */
  public static Builtin calling(String name, Function<Varargs, LuaValue> target) {
    return new Control(name) {
      @Override
      void enter(Task task, Varargs args) {
        Calls.enter(task, target.apply(args), LuaValue.NONE);
      }
    };
  }

  /** A function that calls another one, which {@code target} finds out, with its arguments. */
  public static Builtin passing(String name, Supplier<LuaValue> target) {
    return new Control(name) {
      @Override
      void enter(Task task, Varargs args) {
        Calls.enter(task, target.get(), args);
      }
    };
  }

  /** {@code pairs} of level 5.4, whose metamethod may yield (Lua manual 5.4, section 6.1). */
  public static Builtin pairs(LuaValue next, Shortcut shortcut) {
    return new Suspending("pairs", shortcut) {
      @Override
      protected Varargs start(Task task, Varargs args) {
        LuaValue t = Args.any(args, 1);
        LuaValue handler = Metatables.metamethod(task.realm, t, PAIRS_EVENT);
        if (handler.isnil()) {
          return LuaValue.varargsOf(next, t, LuaValue.NIL);
        }
        Calls.enter(task, handler, t, r -> LuaValue.varargsOf(r.arg1(), r.arg(2), r.arg(3)));
        return null;
      }
    };
  }

  private static LuaTable coroutine() {
    LuaTable table = new Table();
    put(
        table,
        Builtin.leaf(
            "create",
            args -> {
              LuaValue body = Args.function(args, 1);
              MemoryQuota.charge(MemoryQuota.COROUTINE);
              return new Coroutine(body);
            }));
    put(table, RESUME);
    put(table, YIELD);
    put(
        table,
        Builtin.leaf(
            "status",
            args -> {
              return LuaString.valueOf(Coroutines.check(args).status.text);
            }));
    put(table, Builtin.leaf("running", args -> Coroutines.running()));
    put(table, Builtin.leaf("wrap", args -> wrap(Args.function(args, 1))));
    put(table, Spawn.INSTANCE);
    return table;
  }

  private static Varargs wrap(LuaValue body) {
    MemoryQuota.charge(MemoryQuota.COROUTINE);
    return new Coroutines.Wrapped(body);
  }

  private static void put(LuaTable table, Builtin function) {
    table.rawset(LuaString.valueOf(function.name()), function);
  }

  private static void push(Task task, int kind, LuaValue handler) {
    Coroutine co = task.current;
    if (++co.depth > Interpreter.MAX_DEPTH) {
      Calls.checkDepth(co);
    }
    Frame frame = new Frame(kind, co.top);
    frame.handler = handler;
    co.top = frame;
  }

  private static Varargs error(Varargs args) {
    LuaValue value = args.arg1();
    long level = Args.integer(args, 2, 1);
    Task task = Task.running();
    boolean numbersAreText = task.realm.core().language() == Language.LUA_5_2;
    if (level > 0 && (value instanceof LuaString || (numbersAreText && Concat.joinable(value)))) {
      String position = Tracebacks.position(task.current, (int) Math.min(level, Integer.MAX_VALUE));
      throw LuaRuntimeException.value(Unwinding.join(position, Ops.plainText(value)));
    }
    throw LuaRuntimeException.value(value);
  }

  private static Varargs traceback(Varargs args) {
    Coroutine co = args.arg1() instanceof Coroutine given ? given : Task.running().current;
    int shift = args.arg1() instanceof Coroutine ? 1 : 0;
    LuaValue message = args.arg(1 + shift);
    if (!message.isnil() && !Concat.joinable(message)) {
      return message;
    }
    long level = Args.integer(args, 2 + shift, shift == 0 ? 1 : 0);
    int from = (int) Math.max(0, Math.min(level, Integer.MAX_VALUE));
    LuaString trace =
        LuaStrings.encode(
            Tracebacks.traceback(
                co,
                from,
                Wording.running().tellsMoreInTracebacks() ? "debug.traceback" : "traceback"));
    return message.isnil()
        ? trace
        : Unwinding.join(LuaStrings.display(Ops.plainText(message)) + "\n", trace);
  }
}
