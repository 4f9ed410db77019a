package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code coroutine.close} and {@code coroutine.isyieldable} (Lua manual 5.4, section 6.2). */
public final class CoroutineClosing {
  private static final Builtin CLOSE =
      new Control("close") {
        @Override
        void enter(Task task, Varargs args) {
          if (!(args.arg1() instanceof Coroutine co)) {
            throw Args.typeError(args, 1, "thread");
          }
          close(task, co);
        }
      };

  private CoroutineClosing() {}

  /** Adds the functions to the library of coroutines. */
  public static void install(LuaTable coroutine) {
    put(coroutine, CLOSE);
    put(
        coroutine,
        Builtin.of(
            "isyieldable",
            args -> {
              Coroutine co = args.arg1() instanceof Coroutine c ? c : Task.running().current;
              boolean isInside = co.resumer != null && co.nested == 0;
              return LuaValue.valueOf(isInside || co.status == Coroutine.Status.SUSPENDED);
            }));
  }

  private static void put(LuaTable table, Builtin function) {
    table.rawset(LuaString.valueOf(function.name()), function);
  }

  private static void close(Task task, Coroutine co) {
    boolean failed = co.status == Coroutine.Status.DEAD && co.body != null;
    boolean begun = co.status == Coroutine.Status.SUSPENDED && co.body == null;
    if (!failed && !begun) {
      closeAtOnce(task, co);
      return;
    }
    LuaRuntimeException error = failed ? LuaRuntimeException.value(co.body) : null;
    co.body = null;
    co.closing = true;
    co.resumer = task.current;
    co.resumeDepth = task.current.resumeDepth + 1;
    task.current.status = Coroutine.Status.NORMAL;
    co.status = Coroutine.Status.RUNNING;
    task.current = co;
    Unwinding.goOn(task, error);
  }

  /** Closes what has no calls in progress. */
  private static void closeAtOnce(Task task, Coroutine co) {
    if (co.status != Coroutine.Status.SUSPENDED && co.status != Coroutine.Status.DEAD) {
      throw LuaRuntimeException.message("cannot close a " + co.status.text + " coroutine");
    }
    co.status = Coroutine.Status.DEAD;
    co.body = null;
    Calls.deliver(task, LuaValue.TRUE);
  }
}
