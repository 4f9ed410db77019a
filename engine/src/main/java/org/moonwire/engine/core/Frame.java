package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/** One call in progress, on the heap. Touched only by the thread that runs its realm. */
final class Frame {
  /** A Lua function. */
  static final int LUA = 0;

  /** The bottom of a coroutine. */
  static final int BASE = 1;

  /** The bottom of a call that Java code made. */
  static final int NESTED = 2;

  /** A {@code pcall} waiting for its function. */
  static final int PCALL = 3;

  /** An {@code xpcall} waiting for its function. */
  static final int XPCALL = 4;

  /** A Java function waiting for a Lua function whose results it changes. */
  static final int CONTINUATION = 5;

  /** The bottom of the call of an {@code xpcall}'s handler. */
  static final int HANDLER = 6;

  /** The bytes of a frame without its registers. */
  private static final int OBJECT = 112;

  final int kind;
  Frame previous;

  // Lua functions
  Closure closure;
  Prototype prototype;
  LuaValue[] stack;
  Varargs varargs;
  UpVal openUpvalues;

  /** The last function made here that has a variable of this frame as an upvalue. */
  Closure lastMade;

  int pc;

  /** The open results {@code open} of the last call or {@code ...} begin at this register. */
  int openFrom;

  Varargs open;

  /** Where a concatenation continues when its metamethod returns. */
  int concatLast;

  /** Set while the rest of a concatenation is still to be done. */
  boolean concatResumed;

  /** A {@code <=} that is asked as {@code not (b < a)}. */
  boolean negate;

  boolean tailCalled;

  // native frames
  LuaValue handler;
  Continuation continuation;

  Frame(int kind, Frame previous) {
    this.kind = kind;
    this.previous = previous;
  }

  /** The instruction that is being executed. */
  int instruction() {
    return prototype.code[index()];
  }

  /** The index of that instruction, -1 before the first one. */
  int index() {
    return pc - 1;
  }

  void trace(Footprint footprint) {
    footprint.add(OBJECT);
    if (kind == LUA) {
      footprint.accept(closure);
      footprint.acceptAll(stack);
      footprint.acceptAll(varargs);
      footprint.acceptAll(open);
    } else if (handler != null) {
      footprint.accept(handler);
    }
  }

  /** What a {@link #CONTINUATION} frame does with the results of the function it called. */
  @FunctionalInterface
  interface Continuation {
    Varargs apply(Varargs results);
  }

  UpVal findUpvalue(int register) {
    for (UpVal u = openUpvalues; u != null; u = u.nextOpen) {
      if (u.index == register) {
        return u;
      }
    }
    UpVal made = new UpVal(stack, register);
    made.nextOpen = openUpvalues;
    openUpvalues = made;
    return made;
  }

  /** Closes the variables in registers {@code from} and up. */
  void closeUpvalues(int from) {
    UpVal kept = null;
    for (UpVal u = openUpvalues; u != null; ) {
      UpVal next = u.nextOpen;
      if (u.index >= from) {
        u.nextOpen = null;
        u.close();
      } else {
        u.nextOpen = kept;
        kept = u;
      }
      u = next;
    }
    openUpvalues = kept;
  }

  /** The line being executed, -1 if unknown. */
  int currentLine() {
    int[] lines = prototype == null ? null : prototype.lineinfo;
    int at = pc - 1;
    return lines == null || at < 0 || at >= lines.length ? -1 : lines[at];
  }
}
