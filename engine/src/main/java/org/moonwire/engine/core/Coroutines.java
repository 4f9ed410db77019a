package org.moonwire.engine.core;

import java.util.function.Consumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.module.Language;

/** Resuming and yielding (Lua manual 5.2, section 2.6). Realm thread only. */
final class Coroutines {
  private static final String DEAD = "cannot resume dead coroutine";

  private Coroutines() {}

  static Coroutine check(Varargs args) {
    if (args.arg1() instanceof Coroutine co) {
      return co;
    }
    throw new BadArgumentException(1, "coroutine expected");
  }

  /** The message of the error if {@code co} cannot be resumed, otherwise null. */
  static String whyNotResumable(Task task, Coroutine co) {
    switch (co.status) {
      case SUSPENDED:
        return task.current.resumeDepth > Interpreter.MAX_NESTING ? "C stack overflow" : null;
      case DEAD:
        return DEAD;
      default:
        return isOfLevel52(task) && looksDead(task, co)
            ? DEAD
            : "cannot resume non-suspended coroutine";
    }
  }

  private static boolean isOfLevel52(Task task) {
    return task.realm.core().language() == Language.LUA_5_2;
  }

  /**
   * PUC Lua 5.2 takes a coroutine for dead that has nothing on its stack, as one has that waits for
   * a function of {@code coroutine.wrap}.
   */
  @SuppressWarnings("ReferenceEquality") // coroutines are equal if they are the same
  private static boolean looksDead(Task task, Coroutine co) {
    for (Coroutine c = task.current; c != null; c = c.resumer) {
      if (c.resumer == co) {
        return c.wrapped;
      }
    }
    return false;
  }

  static void resume(Task task, Coroutine co, Varargs args) {
    Coroutine resumer = task.current;
    resumer.status = Coroutine.Status.NORMAL;
    co.status = Coroutine.Status.RUNNING;
    co.resumer = resumer;
    co.resumeDepth = resumer.resumeDepth + 1;
    task.current = co;
    LuaValue body = co.body;
    if (body == null) {
      Calls.deliver(task, args);
      return;
    }
    co.body = null;
    Calls.enter(task, body, args);
  }

  static void suspend(Task task, Varargs values) {
    Coroutine co = task.current;
    if (co.nested > 0 || co.closing) {
      throw LuaRuntimeException.value(
          LuaString.valueOf("attempt to yield across a C-call boundary"));
    }
    if (co.resumer == null) {
      task.yieldWith(LuaValue.NONE);
      return;
    }
    co.status = Coroutine.Status.SUSPENDED;
    boolean wrapped = co.wrapped;
    Calls.switchBack(task, co);
    Calls.deliver(task, wrapped ? values : LuaValue.varargsOf(LuaValue.TRUE, values));
  }

  @SuppressWarnings("ReferenceEquality") // coroutines are equal if they are the same
  static Varargs running() {
    Task task = Task.running();
    return LuaValue.varargsOf(
        task.current, LuaValue.valueOf(task.current == task.root && task.main));
  }

  /** What {@code coroutine.wrap} returns. */
  static final class Wrapped extends Control implements Traceable {
    private final Coroutine co;

    @SuppressWarnings("ReferenceEquality") // coroutines are equal if they are the same
    private boolean isItself(Task task) {
      return co == task.current;
    }

    Wrapped(LuaValue body) {
      super("wrap");
      co = new Coroutine(body);
      co.wrapped = true;
    }

    @Override
    public void trace(Consumer<Object> visitor) {
      visitor.accept(co);
    }

    @Override
    void enter(Task task, Varargs args) {
      String problem = whyNotResumable(task, co);
      if (problem != null) {
        boolean looksDead = isOfLevel52(task) && isItself(task) && args.narg() == 0;
        throw LuaRuntimeException.message(looksDead ? DEAD : problem);
      }
      resume(task, co, args);
    }
  }
}
