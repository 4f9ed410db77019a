package org.moonwire.engine.core;

import org.luaj.vm2.LocVars;
import org.luaj.vm2.Lua;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Upvaldesc;
import org.moonwire.engine.module.Language;

/**
 * A function as the compiler makes it, and the forms in which it runs. What it does is immutable;
 * thread-safe.
 */
public final class Program extends Prototype {
  /** How many ints an instruction has: operation, C, B and A, in this order. */
  static final int WIDTH = 4;

  static final int C = 1;
  static final int B = 2;
  static final int A = 3;

  /** A stretch of 2 to this power ints, 64 instructions, counts as one step between polls. */
  private static final int STRETCH = 8;

  /** Null until the function is first called: most of a large library never is. */
  private volatile int[] unpacked;

  // Of the compiled tier; see HotCode. Threads that share a program may count past each other.

  /** How many calls more make the function hot. */
  int callsToGo = HotCode.UNKNOWN;

  /** How often calls from the interpreter were compiled ones for a few steps only, of late. */
  int exits;

  /** How often compiled code has been left of late for what it cannot do. */
  int wrong;

  CompiledCode compiled = CompiledCode.INTERPRETED;

  /** Whether the function is of level 5.4; see {@link Opcodes54}. */
  private final boolean hasSubtypes;

  /** Whether the function has variables to be closed. */
  private final boolean closes;

  /** Null until the function is worth a look, and at level 5.2. */
  private volatile SeenNumbers seen;

  /** How often compiled code has been made anew because its guesses about numbers were wrong. */
  int revisions;

  /** Whether the flight recorder knows that there was no memory to compile the function in. */
  boolean toldOfMemory;

  /** What follows loop heads, by their instructions; null until there is any. */
  CompiledCode[] loops;

  /** Makes the function of a level, to be filled in; with variables to be closed or without. */
  public Program(Language language, boolean closes) {
    hasSubtypes = language != Language.LUA_5_2;
    this.closes = closes;
  }

  /** The same without lines, names of variables and the name of its chunk. */
  Program withoutDebugInformation() {
    Program bare = new Program(hasSubtypes ? Language.LUA_5_4 : Language.LUA_5_2, closes);
    bare.k = k;
    bare.code = code;
    bare.linedefined = linedefined;
    bare.lastlinedefined = lastlinedefined;
    bare.numparams = numparams;
    bare.is_vararg = is_vararg;
    bare.maxstacksize = maxstacksize;
    bare.source = Tracebacks.defaultName();
    bare.lineinfo = new int[0];
    bare.locvars = new LocVars[0];
    bare.upvalues = new Upvaldesc[upvalues.length];
    for (int i = 0; i < upvalues.length; i++) {
      bare.upvalues[i] = new Upvaldesc(null, upvalues[i].instack, upvalues[i].idx);
    }
    bare.p = new Prototype[p.length];
    for (int i = 0; i < p.length; i++) {
      bare.p[i] = ((Program) p[i]).withoutDebugInformation();
    }
    return bare;
  }

  /** Whether integers and floats are two kinds of numbers in the function, as at level 5.4. */
  public boolean hasSubtypes() {
    return hasSubtypes;
  }

  /** The numbers that constants and results of the function are. */
  NumberModel numbers() {
    return hasSubtypes ? SubtypeNumbers.INSTANCE : DoubleNumbers.INSTANCE;
  }

  /** Whether the function has variables to be closed. */
  boolean closes() {
    return closes;
  }

  /** What numbers its instructions were given; null if nobody has looked. */
  public SeenNumbers seenNumbers() {
    return seen;
  }

  /** Has the instructions note what they are given, in calls that begin from now on. */
  void seeNumbers() {
    if (seen == null) {
      seen = new SeenNumbers(code.length);
      unpacked = unpack();
    }
  }

  /**
   * The instructions taken apart, because doing that while running costs more than most of them do.
   * A constant is the complement of its index. A jump has the way to go from itself as B. A test
   * has it as the last operand that is no register, which is complemented if the jump is taken when
   * the test fails.
   */
  int[] unpacked() {
    int[] known = unpacked;
    if (known == null) {
      known = unpack();
      unpacked = known;
    }
    return known;
  }

  /** True once the function was called. */
  boolean isUnpacked() {
    return unpacked != null;
  }

  /** How many steps a jump back by {@code way} ends, which is negative or 0: at least one. */
  static int cost(int way) {
    return (-way >> STRETCH) + 1;
  }

  /** How many steps it is to run straight through a function, above the one of its call. */
  static int cost(int[] unpacked) {
    return unpacked.length >> STRETCH;
  }

  private int[] unpack() {
    int[] out = new int[code.length * WIDTH];
    for (int n = 0; n < code.length; n++) {
      int i = code[n];
      int at = n * WIDTH;
      out[at] = i & 0x3f;
      out[at + A] = (i >> 6) & 0xff;
      out[at + B] = i >>> 23;
      out[at + C] = (i >> 14) & 0x1ff;
      switch (i & 0x3f) {
        case Lua.OP_LOADK, Lua.OP_CLOSURE -> out[at + B] = i >>> 14;
        case Lua.OP_LOADKX -> out[at + B] = code[n + 1] >>> 6;
        case Lua.OP_SETLIST -> n = unpackBatch(out, n);
        case Lua.OP_JMP, Lua.OP_FORLOOP, Lua.OP_FORPREP, Lua.OP_TFORLOOP ->
            out[at + B] = (way(i) + 1) * WIDTH;
        case Lua.OP_EQ, Lua.OP_LT, Lua.OP_LE -> {
          unpackOperands(out, at);
          out[at + A] = wayAfterTest(code[n + 1], out[at + A] != 0);
        }
        case Lua.OP_TEST, Lua.OP_TESTSET ->
            out[at + C] = wayAfterTest(code[n + 1], out[at + C] != 0);
        case Lua.OP_GETTABUP, Lua.OP_GETTABLE, Lua.OP_SELF -> out[at + C] = operand(out[at + C]);
        default -> unpackOperands(out, at);
      }
      if (hasSubtypes) {
        out[at] = Opcodes54.form(out[at]);
      }
      if (seen != null) {
        out[at] = Opcodes54.seeingForm(out[at]);
      }
      if (closes) {
        out[at] = Opcodes54.closingForm(out[at], out[at + A] > 0);
      }
    }
    return out;
  }

  /** A batch number that does not fit is the word that follows. */
  private int unpackBatch(int[] out, int n) {
    if (out[n * WIDTH + C] != 0) {
      return n;
    }
    out[n * WIDTH + C] = code[n + 1];
    out[(n + 1) * WIDTH] = Lua.OP_EXTRAARG;
    return n + 1;
  }

  private static int way(int jump) {
    return (jump >>> 14) - 0x1ffff;
  }

  /** A jump that only goes forward is taken with the test, any other is the next instruction. */
  private static int wayAfterTest(int jump, boolean whenTrue) {
    boolean onlyForward = way(jump) >= 0 && ((jump >> 6) & 0xff) == 0;
    int way = onlyForward ? (way(jump) + 2) * WIDTH : WIDTH;
    return whenTrue ? way : ~way;
  }

  private static void unpackOperands(int[] out, int at) {
    switch (out[at]) {
      case Lua.OP_SETTABUP,
          Lua.OP_SETTABLE,
          Lua.OP_ADD,
          Lua.OP_SUB,
          Lua.OP_MUL,
          Lua.OP_DIV,
          Lua.OP_MOD,
          Lua.OP_POW,
          Lua.OP_EQ,
          Lua.OP_LT,
          Lua.OP_LE,
          Opcodes54.IDIV,
          Opcodes54.BAND,
          Opcodes54.BOR,
          Opcodes54.BXOR,
          Opcodes54.SHL,
          Opcodes54.SHR -> {
        out[at + B] = operand(out[at + B]);
        out[at + C] = operand(out[at + C]);
      }
      case Lua.OP_UNM, Opcodes54.BNOT -> out[at + C] = out[at + B];
      default -> {
        // registers and counts only
      }
    }
  }

  private static int operand(int rk) {
    return rk > 0xff ? ~(rk & 0xff) : rk;
  }
}
