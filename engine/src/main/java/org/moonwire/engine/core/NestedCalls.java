package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Calls of one function, many times in a row, by Java code that the running task runs. Costs less
 * than {@link Ops#call} for each. Must be closed; not thread-safe.
 */
public final class NestedCalls implements AutoCloseable, Untraced {
  private final LuaValue function;

  /** Null unless the function is written in Lua. */
  private final Closure closure;

  // of the running task, if so
  private Task task;
  private Coroutine co;
  private Frame base;
  private int depth;

  /**
   * Begins a series of calls.
   *
   * @throws LuaRuntimeException if too many calls from Java are in progress
   */
  public NestedCalls(LuaValue function) {
    this.function = function;
    this.closure = function instanceof Closure c ? c : null;
    if (closure != null) {
      task = Task.running();
      co = task.current;
      depth = co.depth;
      base = Interpreter.nest(task, Frame.NESTED);
    }
  }

  /** The first result of the function. */
  public LuaValue call(Varargs args) {
    return switch (closure == null ? 0 : args.narg()) {
      case 1 -> callClosure(args.arg1(), null);
      case 2 -> callClosure(args.arg1(), args.arg(2));
      default -> Ops.call(function, args).arg1();
    };
  }

  /** As above, with two arguments. */
  public LuaValue call(LuaValue x, LuaValue y) {
    return closure == null
        ? Ops.call(function, LuaValue.varargsOf(x, y)).arg1()
        : callClosure(x, y);
  }

  /** The first result of a call that compiled code has begun, of this function. */
  public LuaValue goOn(CompiledCallback.Interrupted call) {
    LeftCallback left = call.left();
    CompiledStack.attach(task, left.first(), left.last(), left.count());
    Varargs results = Interpreter.finishLeft(task, call.error());
    co.top = base;
    co.depth = depth;
    return results.arg1();
  }

  /** With one argument, {@code y} is null. */
  private LuaValue callClosure(LuaValue x, LuaValue y) {
    if (Interpreter.CHECKED) {
      task.pollNowAndThen();
    }
    Varargs results;
    if (HotCode.mayEnter(task, closure.prototype)) {
      results = Interpreter.callCompiled(task, closure, x, y);
    } else {
      Calls.push(task, base, closure, x, y);
      results = Interpreter.finish(task);
    }
    co.top = base;
    co.depth = depth;
    return results.arg1();
  }

  @Override
  public void close() {
    if (closure != null) {
      Interpreter.unnest(task, co, base, depth);
    }
  }
}
