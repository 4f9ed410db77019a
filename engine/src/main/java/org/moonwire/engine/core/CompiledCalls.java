package org.moonwire.engine.core;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What compiled code calls to call, and to leave for the interpreter. Each method has a name of its
 * own: that is how the generator finds it. Realm thread only.
 */
@SuppressWarnings("ReferenceEquality") // NONE and SUSPENDED are single objects
public final class CompiledCalls {
  private static final int BYTES_PER_VALUE = 8;

  private CompiledCalls() {}

  /** Counts a call that stands for {@code cost} steps; true if it must wait for a poll first. */
  public static boolean spendCall(Task task, int cost) {
    if (!Interpreter.CHECKED || (task.callFuel -= cost) >= 0) {
      return false;
    }
    if (isForInterpreter(task)) {
      return true;
    }
    task.callFuel = task.refuel();
    return false;
  }

  /** After its run a task may have to let others run; or all that is held must be looked at. */
  private static boolean isForInterpreter(Task task) {
    return task.run.outlived() != null || task.realm.quota.isLookDue(task);
  }

  /** Polls in a loop of {@code function}; less than 0 if the interpreter must. */
  public static int refuelLoop(Task task, Closure function) {
    HotCode.countPoll(function.prototype);
    return isForInterpreter(task) ? -1 : task.refuel();
  }

  /** How many jumps backwards there may be until the next poll. */
  public static int loopFuel(Task task) {
    return Interpreter.CHECKED ? task.loopFuel : Integer.MAX_VALUE;
  }

  /** Notes what is left of them: calls inside the loop may have taken more. */
  public static void keepLoopFuel(Task task, int left) {
    task.loopFuel = Math.min(task.loopFuel, left);
  }

  // calls

  public static CompiledCode codeOf(Closure function) {
    return function.prototype.compiled;
  }

  /** A call for which there is no room, or no code, is left to the interpreter. */
  public static Varargs later(Task task, Closure function, Varargs args) {
    Frame f = task.compiledCalls.add(new Frame(function, null));
    Calls.passArguments(f, args);
    return CompiledCode.SUSPENDED;
  }

  /**
   * Calls any function; Java null if the interpreter must, as for all that may call back, wait or
   * look at the calls in progress.
   */
  public static Varargs callAny(Task task, LuaValue function, Varargs args, int room) {
    if (function instanceof Closure closure) {
      return closure.prototype.compiled.callAny(task, closure, args, room);
    }
    return CompiledBuiltins.callJava(task, function, args, room);
  }

  /** Calls a leaf; Java null if it is none. */
  public static Varargs callLeaf(Task task, LuaValue function, Varargs args) {
    task.compiledCalls.lend(0);
    return function instanceof Builtin b && b.isLeaf ? Calls.callPlain(b, args) : null;
  }

  /** The callee of a tail call has left for the interpreter: its frame stands for ours. */
  public static void markTailCall(Task task) {
    task.compiledCalls.markTailCall();
  }

  /** Whether the function may take the place of the one that calls it, as to rights. */
  public static boolean mayReplace(Closure caller, LuaValue function) {
    return function instanceof Closure callee && callee.rights == caller.rights;
  }

  public static boolean isFunction(LuaValue v) {
    return v instanceof LuaFunction;
  }

  // values

  public static LuaValue first(Varargs values) {
    return values instanceof LuaValue v && v != LuaValue.NONE ? v : values.arg1();
  }

  public static Varargs two(LuaValue x, LuaValue y) {
    return LuaValue.varargsOf(x, y);
  }

  public static Varargs several(LuaValue[] values) {
    return LuaValue.varargsOf(values);
  }

  /** {@code values} and the open results behind them. */
  public static Varargs prepend(LuaValue[] values, Varargs open) {
    countOpen(open);
    return values.length == 1
        ? LuaValue.varargsOf(values[0], open)
        : LuaValue.varargsOf(values, open);
  }

  /** Whoever gets very many looks at each of them. */
  public static Varargs countOpen(Varargs open) {
    Poll.bytes((long) open.narg() * BYTES_PER_VALUE);
    return open;
  }

  /** For tests: true every so many times. */
  public static boolean isForced(Task task, int every) {
    return task.compiledCalls.isForced(every);
  }

  // frames

  /** The frame of a call whose variables closures share. */
  public static Frame newFrame(Closure function) {
    return new Frame(function, null);
  }

  public static LuaValue getRegister(Frame f, int register) {
    return f.stack[register];
  }

  public static void setRegister(LuaValue v, Frame f, int register) {
    f.stack[register] = v;
  }

  public static Varargs varargsOf(Frame f) {
    return f.varargs;
  }

  public static void closeUpvalues(Frame f, int from) {
    if (f.openUpvalues != null) {
      f.closeUpvalues(from);
    }
  }

  public static LuaValue newFunction(Frame f, Task task, int index) {
    return f.function(task, index);
  }

  public static LuaValue getUpvalue(Closure function, int index) {
    UpVal u = function.upvalues[index];
    return u.stack[u.index];
  }

  public static void setUpvalue(LuaValue v, Closure function, int index) {
    function.upvalues[index].set(v);
  }

  /**
   * Saves a call as a frame. {@code at} is twice the number of the exit, 1 more if its instruction
   * has begun. An {@code error} goes on up.
   */
  public static Varargs leave(
      Task task,
      Frame f,
      CompiledExit[] exits,
      int at,
      Varargs open,
      LuaValue[] values,
      double[] doubles,
      long[] integers,
      Throwable error)
      throws Throwable {
    CompiledExit exit = exits[at >> 1];
    HiddenFramesException hidden = error instanceof HiddenFramesException h ? h : null;
    boolean before = (at & 1) == 0 || hidden != null;
    task.compiledCalls.add(f);
    f.entered = true;
    f.pc = (exit.instruction + (before ? 0 : 1)) * Program.WIDTH;
    if (before && exit.openFrom >= 0) {
      f.open = open;
      f.openFrom = exit.openFrom;
    }
    NumberModel numbers = f.prototype.numbers();
    for (int i = 0; i < exit.registers.length; i++) {
      int r = exit.registers[i];
      f.stack[r] =
          switch (exit.kinds[i]) {
            case CompiledExit.BOXED -> values[r];
            case CompiledExit.INTEGER -> numbers.of(integers[r]);
            default -> numbers.of(doubles[r]);
          };
    }
    if (error != null && hidden == null) {
      throw error;
    }
    if (before && (hidden == null || !hidden.isForMemory)) {
      HotCode.countWrong(task, f.prototype);
    }
    return CompiledCode.SUSPENDED;
  }

  /** The frame to save a call in, which may have one already. */
  public static Frame frameOf(Closure function, Frame own, Varargs varargs) {
    Frame f = own != null ? own : new Frame(function, null);
    f.varargs = varargs;
    return f;
  }
}
