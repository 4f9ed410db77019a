package org.moonwire.engine.core;

import java.util.concurrent.TimeUnit;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Closes the variables of calls that are ended from outside of the script (Lua manual 5.4, section
 * 3.3.8): by a deadline, an interrupt, the end of the engine, or {@code os.exit(code, true)}. What
 * they call may compute for {@link #MAX_NANOS} in all, and may not wait. Realm thread only.
 */
final class ClosingAtStop {
  /** How long all that one stop ends may take for it, also where runs are nested. */
  static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Task task;

  /** What the next variable is told of: why the calls end, or what closing the last one raised. */
  private LuaValue error;

  private ClosingAtStop(Task task, LuaValue error) {
    this.task = task;
    this.error = error;
  }

  /**
   * Closes what the calls down to the next one from Java have, if {@code why} closes anything; the
   * calls stay as they are, for reports. Nothing that a variable does makes this fail.
   */
  static void close(Task task, RuntimeException why) {
    boolean exits = why instanceof ExitException;
    if (!isAnyPending(task) || (exits && !((ExitException) why).closesState())) {
      return;
    }
    ClosingAtStop closing =
        new ClosingAtStop(
            task, exits ? LuaValue.NIL : LuaStrings.encode(String.valueOf(why.getMessage())));
    if (!exits || task.isDone() || !closing.closeFreely()) {
      closing.closeBriefly(why);
    }
  }

  /** Whether {@link #close} would find anything. */
  static boolean isAnyPending(Task task) {
    for (Coroutine co = task.current; co != null; co = co.resumer) {
      for (Frame f = co.top; f != null && !isBottom(f); f = f.previous) {
        if (f.openUpvalues != null && ToBeClosed.last(f, 0) != null) {
          return true;
        }
      }
      if (co.nested > 0) {
        return false;
      }
    }
    return false;
  }

  /** True for what only code of Java, or the end of a coroutine, goes beyond. */
  private static boolean isBottom(Frame f) {
    return f.kind == Frame.NESTED || f.kind == Frame.HANDLER || f.kind == Frame.BASE;
  }

  /**
   * {@code os.exit} lasts as long as the run may, and leaves out running coroutines, as PUC Lua
   * does; false if the run is stopped meanwhile.
   */
  private boolean closeFreely() {
    while (true) {
      try {
        closeAll(true);
        return true;
      } catch (ExitException e) {
        // The rest is left to do, once.
      } catch (StoppedException e) {
        return false;
      }
    }
  }

  private void closeBriefly(RuntimeException why) {
    boolean interrupted = false;
    try {
      task.closing.begin(why);
      // The caller's; otherwise what is closed could not use a file.
      interrupted = Thread.interrupted();
      if (task.realm.scheduler.acquire(task)) {
        closeAll(false);
      }
    } catch (StoppedException e) {
      // No time is left, for the others neither, or the engine has ended the task meanwhile.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      task.closing.end();
    }
  }

  private void closeAll(boolean rootOnly) {
    Coroutine stopped = task.current;
    try {
      for (Coroutine co = stopped; co != null; co = co.nested > 0 ? null : co.resumer) {
        if (!rootOnly || co.resumer == null) {
          task.current = co;
          closeAll(co);
        }
      }
    } finally {
      task.current = stopped;
    }
  }

  private void closeAll(Coroutine co) {
    Frame stopped = co.top;
    int depth = co.depth;
    try {
      for (Frame f = stopped; !isBottom(f); f = f.previous) {
        co.top = f;
        ToBeClosed next = f.openUpvalues == null ? null : ToBeClosed.last(f, 0);
        while (next != null) {
          close(next);
          next = ToBeClosed.last(f, 0);
        }
        co.depth--;
      }
    } finally {
      co.top = stopped;
      co.depth = depth;
    }
  }

  /** An error takes the place of the one before. */
  private void close(ToBeClosed variable) {
    task.checkStop();
    try {
      LuaValue value = variable.get();
      LuaValue metamethod = variable.begin(task);
      Varargs unused =
          Interpreter.callNested(metamethod, LuaValue.varargsOf(value, error), Frame.HANDLER);
    } catch (StoppedException e) {
      throw e;
    } catch (LuaRuntimeException e) {
      error = e.value();
    } catch (LuaError e) {
      LuaValue object = e.getMessageObject();
      error = object == null ? LuaStrings.encode(String.valueOf(e.getMessage())) : object;
    } catch (RuntimeException e) {
      error = LuaRuntimeException.ofFault(e).value();
    } catch (StackOverflowError e) {
      error = LuaString.valueOf("stack overflow");
    }
  }
}
