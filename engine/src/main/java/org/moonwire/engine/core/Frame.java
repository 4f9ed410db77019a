package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Upvaldesc;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Rights;

/** One call in progress, on the heap. Touched only by the thread that runs its realm. */
public final class Frame {
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

  /** The call of a {@code __close} while an error, or {@code coroutine.close}, ends calls. */
  static final int CLOSING = 7;

  /** The bytes of a frame without its registers. */
  private static final int OBJECT = 80;

  final int kind;
  Frame previous;

  // Lua functions
  Closure closure;
  Program prototype;
  int[] code;
  LuaValue[] constants;
  LuaValue[] stack;
  Varargs varargs;
  UpVal openUpvalues;

  /** The last function made here that has a variable of this frame as an upvalue. */
  Closure lastMade;

  /** Where in {@code code} the next instruction is. */
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

  /** True once compiled code has run this call and left it to the interpreter. */
  boolean entered;

  /** The rights of functions that this call has replaced, where they differ; null if none do. */
  Rights replaced;

  // native frames
  LuaValue handler;
  Continuation continuation;

  /**
   * What the Java code below is putting together while it calls back; null if nothing. Of a {@link
   * #CLOSING} frame the error, null if there is none.
   */
  Object building;

  Frame(int kind, Frame previous) {
    this.kind = kind;
    this.previous = previous;
  }

  /** A call of a Lua function. */
  Frame(Closure closure, Frame caller) {
    this.kind = LUA;
    this.previous = caller;
    this.closure = closure;
    Program p = closure.prototype;
    this.prototype = p;
    this.code = p.unpacked();
    this.constants = p.k;
    this.stack = new LuaValue[p.maxstacksize];
    this.varargs = LuaValue.NONE;
  }

  /** The instruction that is being executed, as the compiler wrote it. */
  int instruction() {
    return prototype.code[index()];
  }

  /** The index of the instruction that is next. */
  public int nextInstruction() {
    return pc / Program.WIDTH;
  }

  /** The index of that instruction, -1 before the first one. */
  int index() {
    return pc / Program.WIDTH - 1;
  }

  void trace(Footprint footprint) {
    footprint.add(OBJECT);
    if (kind == LUA) {
      footprint.accept(closure);
      footprint.accept(stack);
      footprint.acceptAll(varargs);
      footprint.acceptAll(open);
      footprint.accept(lastMade);
      footprint.accept(openUpvalues);
    }
    footprint.accept(handler);
    footprint.accept(continuation);
    footprint.accept(building);
  }

  /** What a {@link #CONTINUATION} frame does with the results of the function it called. */
  @FunctionalInterface
  interface Continuation {
    Varargs apply(Varargs results);
  }

  /**
   * A function whose upvalues are those of the last one made here is that one. Which of them share
   * all upvalues with their maker is known to the maker, so that a cache keeps no variable alive.
   */
  @SuppressWarnings("ReferenceEquality") // rights are the same object but for rare cases
  Closure function(Task task, int index) {
    Program p = (Program) prototype.p[index];
    boolean outerOnly = true;
    Upvaldesc[] descriptions = p.upvalues;
    UpVal[] upvalues = new UpVal[descriptions.length];
    for (int j = 0; j < upvalues.length; j++) {
      Upvaldesc d = descriptions[j];
      upvalues[j] = d.instack ? findUpvalue(d.idx) : closure.upvalues[d.idx];
      outerOnly &= !d.instack;
    }
    Rights rights = rightsOfMade(task);
    Closure last = outerOnly ? closure.made(index) : lastMade;
    if (last != null
        && last.prototype == p
        && last.rights == rights
        && Arrays.equals(last.upvalues, upvalues)) {
      return last;
    }
    task.spend(MemoryQuota.CLOSURE + (long) MemoryQuota.UPVALUE * upvalues.length);
    Closure made = new Closure(p, upvalues, closure.realm, rights);
    if (outerOnly) {
      closure.keep(index, made);
    } else {
      lastMade = made;
    }
    return made;
  }

  /** What a function made here may do: no more than the run, and than the function it is in. */
  @SuppressWarnings("ReferenceEquality") // nearly always the same object
  private Rights rightsOfMade(Task task) {
    Rights own = closure.rights;
    return own == task.making ? own : Rights.both(own, task.making);
  }

  /** Notes a function whose call the call in {@code next} takes the place of. */
  @SuppressWarnings("ReferenceEquality") // nearly always the same object
  void replacedBy(Frame next) {
    if (closure.rights == next.closure.rights) {
      next.replaced = replaced;
    } else {
      next.replaced = Rights.both(closure.rights, replaced);
    }
  }

  private UpVal findUpvalue(int register) {
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
    // A jump to the first instruction of a loop is known by what comes next.
    int at = Math.max(index(), 0);
    return lines == null || at >= lines.length ? -1 : lines[at];
  }
}
