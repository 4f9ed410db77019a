package org.moonwire.engine.core;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Runs LuaJ's prototypes with all Lua frames on the heap: calls, {@code pcall}, metamethods,
 * iterators and coroutines push a {@link Frame} and go on in the same loop. Only Java functions
 * that call back nest a loop in a Java frame.
 */
final class Interpreter {
  /** How many Lua calls may be in progress in one coroutine. */
  static final int MAX_DEPTH = 200_000;

  /** How many calls more an error handler may make. */
  static final int EXTRA_DEPTH = 200;

  /** How many calls from Java may be nested, as LUAI_MAXCCALLS bounds C calls. */
  static final int MAX_NESTING = 195;

  private static final int EXTRA_NESTING = 5;

  /**
   * False if the program that measures what the checks cost says so: then nothing can be stopped.
   */
  static final boolean CHECKED = !Boolean.getBoolean("org.moonwire.unchecked");

  private Interpreter() {}

  /**
   * Calls anything callable from Java code that the current task runs, and waits for its results.
   */
  static Varargs callNested(LuaValue function, Varargs args) {
    return callNested(function, args, Frame.NESTED);
  }

  /** As above, on a frame of the given kind: {@link Frame#NESTED} or {@link Frame#HANDLER}. */
  static Varargs callNested(LuaValue function, Varargs args, int kind) {
    Task task = Task.running();
    Coroutine co = task.current;
    int depth = co.depth;
    Frame base = nest(task, kind);
    try {
      if (CHECKED) {
        task.pollNowAndThen();
      }
      Calls.enter(task, function, args);
      return finish(task);
    } finally {
      unnest(task, co, base, depth);
    }
  }

  /** Begins calls from Java: they return to a new frame of the given kind. */
  static Frame nest(Task task, int kind) {
    task.compiledCalls.check();
    if (task.nesting >= (kind == Frame.HANDLER ? MAX_NESTING + EXTRA_NESTING : MAX_NESTING)) {
      throw LuaRuntimeException.message("C stack overflow");
    }
    Coroutine co = task.current;
    Frame base = new Frame(kind, co.top);
    base.building = task.building;
    task.building = null;
    co.top = base;
    co.nested++;
    task.nesting++;
    return base;
  }

  /** Ends calls from Java, however they went. */
  static void unnest(Task task, Coroutine co, Frame base, int depth) {
    task.building = base.building;
    co.top = base.previous;
    co.depth = depth;
    co.nested--;
    task.nesting--;
    task.current = co;
  }

  /** Runs until the nested call that has been entered returns. */
  static Varargs finish(Task task) {
    try {
      while (true) {
        Varargs results = run(task);
        if (results != null) {
          return results;
        }
        task.parkThread();
        task.goOn();
      }
    } catch (StoppedException e) {
      ClosingAtStop.close(task, e);
      throw e;
    }
  }

  /**
   * Runs the current coroutine of {@code task} until the bottom frame of this call is reached.
   * Returns its results, null if the task has to wait; throws what no handler above that frame
   * caught.
   */
  static Varargs run(Task task) {
    while (true) {
      try {
        return BytecodeLoop.run(task);
      } catch (StoppedException e) {
        attach(task, e);
        throw e;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        unwind(task, e);
      }
    }
  }

  /** Throws {@code e}, too, if there is Java code among the calls that it ends. */
  private static void attach(Task task, StoppedException e) {
    task.compiledCalls.attach(task);
    if (task.compiledCalls.hasLeft()) {
      goOnLeft(task, e);
    }
  }

  /**
   * As {@link #finish}, of a call that is to begin, of a function that is compiled, with one
   * argument or two: {@code y} may be null.
   */
  static Varargs callCompiled(Task task, Closure function, LuaValue x, LuaValue y) {
    try {
      Varargs results = HotCode.callNested(task, function, x, y);
      if (results != null) {
        return results;
      }
    } catch (StoppedException e) {
      try {
        attach(task, e);
      } finally {
        ClosingAtStop.close(task, e);
      }
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      unwind(task, e);
    }
    return finish(task);
  }

  /**
   * Goes on with the Java functions that have called back from compiled code, on top of the frames
   * of their callers; {@code error} is what has ended the innermost call, null if it goes on.
   */
  static void goOnLeft(Task task, Throwable error) {
    LeftCallback left = task.compiledCalls.nextLeft();
    Varargs results;
    try {
      results =
          left.leaf().goOn(left.isCalling() ? new CompiledCallback.Interrupted(left, error) : null);
    } finally {
      task.compiledCalls.dropLeft();
    }
    Calls.deliver(task, results);
  }

  /** As {@link #finish}, of a call that compiled code has begun; for the error see above. */
  static Varargs finishLeft(Task task, Throwable error) {
    try {
      if (task.compiledCalls.hasLeft()) {
        goOnLeft(task, error);
      } else if (error instanceof RuntimeException e) {
        throw e;
      } else if (error instanceof Error e) {
        throw e;
      }
    } catch (StoppedException e) {
      ClosingAtStop.close(task, e);
      throw e;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      unwind(task, e);
    }
    return finish(task);
  }

  private static void unwind(Task task, Throwable thrown) {
    Throwable e = thrown;
    task.compiledCalls.attach(task);
    if (task.compiledCalls.hasLeft()) {
      try {
        goOnLeft(task, thrown);
        return;
      } catch (StoppedException x) {
        throw x;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError x) {
        e = x;
      }
    }
    if (e instanceof LuaError error) {
      task.pollNowAndThen();
      Unwinding.unwind(task, error);
    } else if (e instanceof StackOverflowError) {
      Unwinding.unwind(task, LuaRuntimeException.message("stack overflow"));
    } else if (e instanceof OutOfMemoryError) {
      Unwinding.releaseRegisters(task);
      Unwinding.unwind(task, LuaRuntimeException.outOfMemory());
    } else {
      Unwinding.unwind(task, LuaRuntimeException.ofFault((RuntimeException) e));
    }
  }
}
