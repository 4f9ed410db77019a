package org.moonwire.engine.core;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The calls in progress in a coroutine, counted as {@code lua_getstack} does. */
final class CallStack {

  /** Stands for what has begun the run. */
  private static final Builtin HOST = Builtin.of("?", args -> LuaValue.NONE);

  private CallStack() {}

  /**
   * One call in progress. A Java function has no frame of its own: {@code frame} is null for the
   * one that runs now, and otherwise what stands for it.
   *
   * @param caller the frame below, null at the bottom
   * @param above the frame that this call has called, null if it has called nothing
   */
  record Level(Frame frame, Frame caller, Frame above, LuaValue function) {
    boolean isLua() {
      return frame != null && frame.kind == Frame.LUA;
    }
  }

  /** The call at {@code level}, 0 being the function that runs or has yielded; null if too far. */
  static Level at(Task task, Coroutine co, int level) {
    task.compiledCalls.check();
    if (level < 0) {
      return null;
    }
    int left = level;
    if (runsJava(task, co)) {
      if (left-- == 0) {
        return new Level(null, co.top, null, calledBy(co.top));
      }
    }
    Poll.work(Math.min(left, co.depth));
    Frame above = null;
    for (Frame f = co.top; f != null; f = f.previous) {
      if (counts(task, co, f) && left-- == 0) {
        LuaValue function =
            switch (f.kind) {
              case Frame.LUA -> f.closure;
              case Frame.BASE -> HOST;
              default -> calledBy(f.previous);
            };
        return new Level(f, f.previous, above, function);
      }
      above = f;
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // coroutines are equal if they are the same
  private static boolean runsJava(Task task, Coroutine co) {
    return co == task.current || (co.status != Coroutine.Status.NORMAL && Names.callsJava(co.top));
  }

  /** The bottom is the host's call for a main task, and nothing for other coroutines. */
  private static boolean counts(Task task, Coroutine co, Frame f) {
    return switch (f.kind) {
      case Frame.BASE -> isMain(task, co);
      // The function that has raised the error.
      case Frame.HANDLER -> Names.callsJava(f.previous) || isProtected(f.previous);
      default -> true;
    };
  }

  /** A function of Java that such a call has called directly has no frame. */
  private static boolean isProtected(Frame f) {
    return f.kind == Frame.PCALL || f.kind == Frame.XPCALL;
  }

  @SuppressWarnings("ReferenceEquality") // coroutines are equal if they are the same
  private static boolean isMain(Task task, Coroutine co) {
    return co == task.root;
  }

  /** The function that the instruction of a Lua frame calls; NIL if unknown. */
  private static LuaValue calledBy(Frame caller) {
    if (!Names.callsJava(caller)) {
      return LuaValue.NIL;
    }
    return caller.stack[(caller.instruction() >> 6) & 0xff];
  }

  /** The name and value of a variable of a call; null if there is none of that number. */
  static Variable variable(Level level, int number) {
    Frame f = level.frame();
    if (!level.isLua()) {
      return number > 0 ? ofJava(level, number) : null;
    }
    if (number < 0) {
      return -number <= f.varargs.narg()
          ? new Variable(Wording.running().extraArgument(), f, number)
          : null;
    }
    if (number == 0) {
      return null;
    }
    String name = Names.localName(f.prototype, number, f.index());
    if (name == null && number <= temporaries(level)) {
      name = Wording.running().temporary(false);
    }
    return name == null ? null : new Variable(name, f, number);
  }

  /** What a C function would have on its stack: mostly the arguments that it was called with. */
  private static Variable ofJava(Level level, int number) {
    Frame f = level.frame();
    int kind = f == null ? Frame.NESTED : f.kind;
    if (kind == Frame.BASE) {
      Frame main = level.above();
      // As the interpreter of C has it: how many words were on its command line.
      int words = main == null || main.kind != Frame.LUA ? 0 : main.varargs.narg() + 2;
      return number == 1 ? Variable.of(LuaInteger.valueOf(words)) : null;
    }
    if (kind == Frame.PCALL || kind == Frame.XPCALL) {
      return number == 1 ? Variable.of(f.handler == null ? LuaValue.NIL : f.handler) : null;
    }
    Frame caller = level.caller();
    if (!Names.callsJava(caller)) {
      return null;
    }
    int instruction = caller.instruction();
    int register = ((instruction >> 6) & 0xff) + number;
    boolean exists = number < instruction >>> 23;
    return exists ? new Variable(Wording.running().temporary(true), caller, register + 1) : null;
  }

  /** How many registers are in use: those below the function that is called, if there is one. */
  private static int temporaries(Level level) {
    Frame f = level.frame();
    int instruction = f.prototype.code[Math.max(f.index(), 0)];
    return Names.isCall(f) ? (instruction >> 6) & 0xff : f.prototype.maxstacksize;
  }

  /** A register, or an extra argument if the number is negative. */
  record Variable(String name, Frame frame, int number) {
    /** One that is kept nowhere else. */
    static Variable of(LuaValue value) {
      Frame own = new Frame(Frame.NESTED, null);
      own.stack = new LuaValue[] {value};
      return new Variable(Wording.running().temporary(true), own, 1);
    }

    LuaValue value() {
      if (number < 0) {
        return frame.varargs.arg(-number);
      }
      LuaValue v = frame.stack[number - 1];
      return v == null ? LuaValue.NIL : v;
    }

    void set(LuaValue value) {
      if (number > 0) {
        frame.stack[number - 1] = value;
        return;
      }
      Varargs old = frame.varargs;
      LuaValue[] all = new LuaValue[old.narg()];
      for (int i = 0; i < all.length; i++) {
        all[i] = i == -number - 1 ? value : old.arg(i + 1);
      }
      frame.varargs = LuaValue.varargsOf(all);
    }
  }
}
