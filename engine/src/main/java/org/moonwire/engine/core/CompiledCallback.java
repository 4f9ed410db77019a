package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * How a leaf that compiled code has called calls a compiled function back. Like all compiled calls
 * these are hidden: where one of them becomes frames, so do those below, and the leaf goes on in
 * the interpreter. Serves one call of a leaf; realm thread only.
 */
@SuppressWarnings("ReferenceEquality") // SUSPENDED is a single object
public final class CompiledCallback implements Untraced {
  /** How much of the Java stack a leaf takes, by a guess that is high. */
  private static final int COST = 1024;

  private final Task task;
  private final Closure function;
  private final int room;

  private CompiledCallback(Task task, Closure function, int room) {
    this.task = task;
    this.function = function;
    this.room = room;
  }

  /** A call back that must go on as a nested call, with the error that ends it, or null. */
  public record Interrupted(LeftCallback left, Throwable error) {}

  /** Whether compiled calls are hidden, so that nothing else can be called back. */
  public static boolean isHidden() {
    Task task = Task.current();
    return task != null && task.compiledCalls.isHidden();
  }

  /**
   * Begins calls of a function by a leaf that has changed nothing; null if they cannot be hidden.
   * Then the leaf returns null, and is called again by the interpreter.
   */
  public static CompiledCallback of(LuaValue function) {
    Task task = Task.running();
    CompiledStack calls = task.compiledCalls;
    int room = (calls.lent() & ~CompiledStack.TO_HOST) - COST;
    boolean fits =
        room > 0
            && task.nesting + calls.callingBack() < Interpreter.MAX_NESTING
            && calls.isHidden();
    return fits
            && function instanceof Closure closure
            && closure.prototype.compiled != CompiledCode.INTERPRETED
        ? new CompiledCallback(task, closure, room)
        : null;
  }

  /** The first result; Java null if {@code leaf} must return {@link #left}. */
  public LuaValue call(Varargs args, CallingBack leaf) {
    if (Interpreter.CHECKED) {
      task.pollNowAndThen();
    }
    CompiledStack calls = task.compiledCalls;
    Varargs results;
    calls.callBack(1);
    try {
      results = call(args);
    } catch (HiddenFramesException e) {
      // Before the call has begun.
      throw e;
    } catch (Throwable e) {
      calls.leave(leaf, true);
      throw e;
    } finally {
      calls.callBack(-1);
    }
    if (results != CompiledCode.SUSPENDED) {
      return results.arg1();
    }
    calls.leave(leaf, true);
    return null;
  }

  private Varargs call(Varargs args) {
    CompiledCode code = function.prototype.compiled;
    return switch (args.narg()) {
      case 1 -> code.call1(task, function, args.arg1(), room);
      case 2 -> code.call2(task, function, args.arg1(), args.arg(2), room);
      default -> code.callAny(task, function, args, room);
    };
  }

  /** What a leaf returns that is to go on later. */
  public static Varargs left() {
    return CompiledCode.SUSPENDED;
  }

  /** As {@link #left}, between two calls. */
  public Varargs leave(CallingBack leaf) {
    task.compiledCalls.leave(leaf, false);
    return left();
  }
}
