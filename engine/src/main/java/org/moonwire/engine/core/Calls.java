package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.module.Language;

/** How frames are pushed, arguments passed and results delivered. Realm thread only. */
final class Calls {
  private static final int BYTES_PER_VALUE = 8;
  private static final LuaString CALL = LuaString.valueOf("__call");

  private Calls() {}

  /** Copies {@code count} registers. */
  static Varargs arguments(LuaValue[] stack, int from, int count) {
    switch (count) {
      case 0:
        return LuaValue.NONE;
      case 1:
        return stack[from];
      case 2:
        return LuaValue.varargsOf(stack[from], stack[from + 1]);
      default:
        return LuaValue.varargsOf(Arrays.copyOfRange(stack, from, from + count));
    }
  }

  /** The registers from {@code from} to the open results, and those. */
  static Varargs openArguments(Frame f, int from) {
    Varargs open = f.open;
    f.open = null;
    // Whoever gets very many looks at each of them.
    Poll.bytes((long) open.narg() * BYTES_PER_VALUE);
    int before = f.openFrom - from;
    if (before <= 0) {
      return before == 0 ? open : open.subargs(1 - before);
    }
    if (before == 1) {
      return LuaValue.varargsOf(f.stack[from], open);
    }
    return LuaValue.varargsOf(Arrays.copyOfRange(f.stack, from, f.openFrom), open);
  }

  /** A long function counts for more than one call: it may run through without any other. */
  private static Frame push(Task task, Frame caller, Closure closure) {
    Frame f = push(task.current, caller, closure);
    int cost = Program.cost(f.code);
    if (Interpreter.CHECKED && cost > 0 && (task.callFuel -= cost) < 0) {
      task.callFuel = task.refuel();
    }
    return f;
  }

  private static Frame push(Coroutine co, Frame caller, Closure closure) {
    if (++co.depth > Interpreter.MAX_DEPTH) {
      checkDepth(co);
    }
    Frame f = new Frame(closure, caller);
    co.top = f;
    return f;
  }

  /** Enters a function with two arguments, or one if {@code y} is null. */
  static void push(Task task, Frame caller, Closure closure, LuaValue x, LuaValue y) {
    Frame f = push(task, caller, closure);
    int parameters = f.prototype.numparams;
    if (parameters == (y == null ? 1 : 2) && f.prototype.is_vararg == 0) {
      f.stack[0] = x;
      if (y != null) {
        f.stack[1] = y;
      }
    } else {
      passArguments(f, y == null ? x : LuaValue.varargsOf(x, y));
    }
  }

  /** Enters the function in register {@code a} of the caller, with {@code b} as in OP_CALL. */
  static Frame push(Task task, Frame caller, Closure closure, int a, int b) {
    Frame f = push(task, caller, closure);
    if (b != 0) {
      passArguments(f, caller.stack, a + 1, b - 1);
    } else {
      passArguments(f, openArguments(caller, a + 1));
    }
    return f;
  }

  /**
   * Ends the function of the top frame with {@code a} and {@code b} as in OP_RETURN: the frame to
   * go on in, or null if that is to be found out.
   */
  static Frame leave(Task task, Frame f, int a, int b) {
    if (f.openUpvalues != null) {
      f.closeUpvalues(0);
    }
    Frame caller = f.previous;
    Coroutine co = task.current;
    co.top = caller;
    co.depth--;
    if (b != 0 && returnTo(caller, f.stack, a, b - 1)) {
      return caller;
    }
    if (caller.kind == Frame.BASE && task.main) {
      task.lastFrame = f;
    }
    deliver(task, b != 0 ? arguments(f.stack, a, b - 1) : openArguments(f, a));
    return null;
  }

  /** Lets error handlers go a little deeper than the limit. */
  static void checkDepth(Coroutine co) {
    if (co.handling > 0 && co.depth <= Interpreter.MAX_DEPTH + Interpreter.EXTRA_DEPTH) {
      return;
    }
    co.depth--;
    throw co.handling > 0
        ? LuaRuntimeException.value(Unwinding.HANDLER_FAILED)
        : LuaRuntimeException.message("stack overflow");
  }

  private static void passArguments(Frame f, LuaValue[] from, int first, int count) {
    LuaValue[] stack = f.stack;
    int parameters = f.prototype.numparams;
    int fixed = Math.min(count, parameters);
    for (int j = 0; j < fixed; j++) {
      stack[j] = from[first + j];
    }
    for (int j = fixed; j < parameters; j++) {
      stack[j] = LuaValue.NIL;
    }
    if (count > parameters && f.prototype.is_vararg != 0) {
      f.varargs = arguments(from, first + parameters, count - parameters);
    }
  }

  static void passArguments(Frame f, Varargs args) {
    int parameters = f.prototype.numparams;
    for (int j = 0; j < parameters; j++) {
      f.stack[j] = args.arg(j + 1);
    }
    if (f.prototype.is_vararg != 0 && args.narg() > parameters) {
      f.varargs = args.subargs(parameters + 1);
    }
  }

  /** Calls a Java function that does nothing but return. */
  static Varargs callPlain(Builtin function, Varargs args) {
    try {
      return function.invoke(args);
    } catch (BadArgumentException e) {
      e.blame(function);
      throw e;
    }
  }

  /**
   * Calls {@code fn} for the top frame of the current coroutine: a Lua function is pushed, a Java
   * function runs and its results are delivered. The task may have to wait afterwards.
   */
  static void enter(Task task, LuaValue fn, Varargs args) {
    LuaValue callee = fn;
    Varargs all = args;
    if (!fn.isfunction()) {
      callee = Metatables.metamethod(task.realm, fn, CALL);
      all = LuaValue.varargsOf(fn, args);
      if (!callee.isfunction()) {
        if (callee.isnil() || task.realm.core().language() == Language.LUA_5_2) {
          throw Names.callError(task.current.top, fn);
        }
        enter(task, callee, all);
        return;
      }
    }
    if (callee instanceof Closure closure) {
      passArguments(push(task, task.current.top, closure), all);
      return;
    }
    Varargs results = callJava(task, (LuaFunction) callee, all);
    if (results != null) {
      deliver(task, results);
    }
  }

  /** As {@link #enter}; {@code then} makes the results of what the function returns. */
  static void enter(Task task, LuaValue fn, Varargs args, Frame.Continuation then) {
    Coroutine co = task.current;
    if (++co.depth > Interpreter.MAX_DEPTH) {
      checkDepth(co);
    }
    Frame frame = new Frame(Frame.CONTINUATION, co.top);
    frame.continuation = then;
    co.top = frame;
    enter(task, fn, args);
  }

  /** Whether a value that is no function can be called. */
  static boolean isCallable(Task task, LuaValue v) {
    return Metatables.metamethod(task.realm, v, CALL).isfunction();
  }

  /** The results of a Java function; null if they will be, or have been, delivered otherwise. */
  private static Varargs callJava(Task task, LuaFunction function, Varargs args) {
    try {
      if (function instanceof Control control) {
        control.enter(task, args);
        return null;
      }
      if (!(function instanceof Suspending) && task.moveToWorker(function, args)) {
        return null;
      }
      return function instanceof Suspending suspending
          ? suspending.start(task, args)
          : function.invoke(args);
    } catch (BadArgumentException e) {
      e.blame(function);
      throw e;
    }
  }

  /**
   * Calls the function in register {@code a}, {@code b} as in OP_TAILCALL: a Lua function takes the
   * place of the frame that calls it; anything else is called and its results returned.
   */
  static void tailCall(Task task, Frame f, int a, int b) {
    if (Interpreter.CHECKED && --task.callFuel < 0) {
      task.callFuel = task.refuel();
    }
    LuaValue fn = f.stack[a];
    Varargs args = b != 0 ? arguments(f.stack, a + 1, b - 1) : openArguments(f, a + 1);
    if (!fn.isfunction()
        && Metatables.metamethod(task.realm, fn, CALL) instanceof Closure metamethod) {
      args = LuaValue.varargsOf(fn, args);
      fn = metamethod;
    }
    if (!(fn instanceof Closure closure)) {
      enter(task, fn, args);
      return;
    }
    if (f.openUpvalues != null) {
      f.closeUpvalues(0);
    }
    task.current.depth--;
    Frame n = push(task, f.previous, closure);
    n.tailCalled = true;
    f.replacedBy(n);
    passArguments(n, args);
  }

  /**
   * Gives results to the top frame of the current coroutine, through all native frames on the way.
   */
  static void deliver(Task task, Varargs results) {
    Varargs r = results;
    while (true) {
      Coroutine co = task.current;
      Frame f = co.top;
      switch (f.kind) {
        case Frame.LUA:
          finish(f, r);
          return;
        case Frame.PCALL:
        case Frame.XPCALL:
          r = LuaValue.varargsOf(LuaValue.TRUE, r);
          co.top = f.previous;
          co.depth--;
          break;
        case Frame.CONTINUATION:
          co.top = f.previous;
          co.depth--;
          r = f.continuation.apply(r);
          break;
        case Frame.NESTED:
        case Frame.HANDLER:
          task.returned(r);
          return;
        case Frame.CLOSING:
          co.top = f.previous;
          co.depth--;
          Unwinding.goOn(task, (LuaRuntimeException) f.building);
          return;
        default:
          co.status = Coroutine.Status.DEAD;
          if (co.resumer == null) {
            task.returned(r);
            return;
          }
          if (!co.wrapped) {
            r = LuaValue.varargsOf(LuaValue.TRUE, r);
          }
          switchBack(task, co);
      }
    }
  }

  /**
   * Stores the results of a function in the registers of its caller; false if the caller is no Lua
   * function that waits for a fixed number of results.
   */
  private static boolean returnTo(Frame caller, LuaValue[] from, int first, int count) {
    if (caller.kind != Frame.LUA) {
      return false;
    }
    int[] code = caller.code;
    int call = caller.pc - Program.WIDTH;
    int wanted = code[call + Program.C] - 1;
    if (code[call] != Lua.OP_CALL || wanted < 0) {
      return false;
    }
    LuaValue[] stack = caller.stack;
    int to = code[call + Program.A];
    if (wanted == 1 && count > 0) {
      stack[to] = from[first];
      return true;
    }
    for (int j = 0; j < wanted; j++) {
      stack[to + j] = j < count ? from[first + j] : LuaValue.NIL;
    }
    return true;
  }

  /** Stores {@code c - 1} results from register {@code a} on; all of them, as open, if c is 0. */
  static void store(Frame f, int a, int c, Varargs r) {
    if (c == 0) {
      f.open = r;
      f.openFrom = a;
      return;
    }
    if (c == 2) {
      f.stack[a] = r.arg1();
      return;
    }
    for (int j = 1; j < c; j++) {
      f.stack[a + j - 1] = r.arg(j);
    }
  }

  /** The values of {@code ...}: {@code b - 1} of them, or all if b is 0. */
  static void loadVarargs(Frame f, int a, int b) {
    store(f, a, b, f.varargs);
  }

  /** Makes the resumer of {@code co} current again. */
  static void switchBack(Task task, Coroutine co) {
    Coroutine resumer = co.resumer;
    co.resumer = null;
    resumer.status = Coroutine.Status.RUNNING;
    task.current = resumer;
  }

  /** Ends the instruction that {@code f} waits in, as {@code luaV_finishOp} does. */
  private static void finish(Frame f, Varargs r) {
    int i = f.instruction();
    int a = (i >> 6) & 0xff;
    int c = (i >> 14) & 0x1ff;
    LuaValue[] stack = f.stack;
    switch (i & 0x3f) {
      case Lua.OP_CALL:
        store(f, a, c, r);
        return;
      case Lua.OP_TAILCALL:
        f.open = r;
        f.openFrom = a;
        return;
      case Lua.OP_TFORCALL:
        store(f, a + 3, c + 1, r);
        return;
      case Lua.OP_EQ:
      case Lua.OP_LT:
      case Lua.OP_LE:
        boolean is = r.arg1().toboolean() != f.negate;
        f.negate = false;
        if (is != (a != 0)) {
          f.pc += Program.WIDTH;
        }
        return;
      case Lua.OP_SETTABUP:
      case Lua.OP_SETTABLE:
        return;
      case Lua.OP_JMP:
      case Lua.OP_RETURN:
        // a variable has been closed, and there may be more
        f.pc -= Program.WIDTH;
        return;
      case Lua.OP_CONCAT:
        stack[f.concatLast] = r.arg1();
        // the instruction is run again for what is left of it
        f.pc -= Program.WIDTH;
        f.concatResumed = true;
        return;
      default:
        stack[a] = r.arg1();
    }
  }
}
