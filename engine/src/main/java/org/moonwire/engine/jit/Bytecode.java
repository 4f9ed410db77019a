package org.moonwire.engine.jit;

import java.util.BitSet;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Upvaldesc;
import org.moonwire.engine.core.Opcodes54;
import org.moonwire.engine.core.Program;

/** The instructions of one function taken apart, and what each reads, writes and goes on to. */
final class Bytecode {
  /** An operand from here on is a constant. */
  static final int CONSTANT = 256;

  private static final int CONSTANT_MASK = 255;
  private static final int JUMP_BIAS = 0x1ffff;

  final Program program;

  /** The numbers of its level. */
  final NumberKinds numbers;

  final int length;
  final int registers;
  final int[] op;
  final int[] a;
  final int[] b;
  final int[] c;
  final int[] bx;

  /** Where the open results begin that an instruction takes; -1 if it takes none. */
  final int[] openFrom;

  /** The registers that closures share. */
  final BitSet captured = new BitSet();

  final boolean makesClosures;
  final boolean hasLoops;

  Bytecode(Program program) {
    this.program = program;
    boolean subtypes = program.hasSubtypes();
    numbers = subtypes ? new SubtypeKinds(program.seenNumbers()) : new DoubleKinds();
    length = program.code.length;
    registers = program.maxstacksize + 4;
    op = new int[length];
    a = new int[length];
    b = new int[length];
    c = new int[length];
    bx = new int[length];
    openFrom = new int[length];
    boolean closures = false;
    boolean loops = false;
    for (int i = 0; i < length; i++) {
      int code = program.code[i];
      op[i] = code & 0x3f;
      a[i] = (code >> 6) & 0xff;
      b[i] = code >>> 23;
      c[i] = (code >> 14) & 0x1ff;
      bx[i] = code >>> 14;
      closures |= op[i] == Lua.OP_CLOSURE;
      loops |= isJumpBack(i);
    }
    makesClosures = closures;
    hasLoops = loops;
    findCaptured();
    findOpen();
  }

  private boolean isJumpBack(int i) {
    boolean jumps = op[i] == Lua.OP_JMP || op[i] == Lua.OP_FORLOOP || op[i] == Lua.OP_TFORLOOP;
    return jumps && target(i) <= i;
  }

  private void findCaptured() {
    for (int i = 0; i < length; i++) {
      if (op[i] == Lua.OP_CLOSURE) {
        for (Upvaldesc u : program.p[bx[i]].upvalues) {
          if (u.instack) {
            captured.set(u.idx);
          }
        }
      }
    }
  }

  private void findOpen() {
    int from = -1;
    for (int i = 0; i < length; i++) {
      openFrom[i] = takesOpen(i) ? from : -1;
      boolean makesOpen =
          (op[i] == Lua.OP_CALL && c[i] == 0) || (op[i] == Lua.OP_VARARG && b[i] == 0);
      if (makesOpen) {
        from = a[i];
      }
      if (op[i] == Lua.OP_SETLIST && c[i] == 0) {
        i++;
        openFrom[i] = -1;
      }
    }
  }

  private boolean takesOpen(int i) {
    return switch (op[i]) {
      case Lua.OP_CALL, Lua.OP_TAILCALL, Lua.OP_RETURN, Lua.OP_SETLIST -> b[i] == 0;
      default -> false;
    };
  }

  /** Whether an instruction is an operator of two numbers, at either level. */
  static boolean isBinary(int op) {
    return switch (op) {
      case Lua.OP_ADD, Lua.OP_SUB, Lua.OP_MUL, Lua.OP_DIV, Lua.OP_MOD, Lua.OP_POW -> true;
      default -> op >= Opcodes54.IDIV && op <= Opcodes54.SHR;
    };
  }

  /** Where the jump at {@code i} goes. */
  int target(int i) {
    return i + 1 + bx[i] - JUMP_BIAS;
  }

  LuaValue constant(int operand) {
    return program.k[operand & CONSTANT_MASK];
  }

  int[] successors(int i) {
    return switch (op[i]) {
      case Lua.OP_JMP -> new int[] {target(i)};
      case Lua.OP_FORPREP ->
          program.hasSubtypes() ? new int[] {i + 1, target(i) + 1} : new int[] {target(i)};
      case Lua.OP_EQ, Lua.OP_LT, Lua.OP_LE, Lua.OP_TEST, Lua.OP_TESTSET -> new int[] {i + 2, i + 1};
      case Lua.OP_LOADBOOL -> new int[] {c[i] != 0 ? i + 2 : i + 1};
      case Lua.OP_FORLOOP, Lua.OP_TFORLOOP -> new int[] {target(i), i + 1};
      case Lua.OP_RETURN, Lua.OP_TAILCALL -> new int[0];
      case Lua.OP_SETLIST -> new int[] {c[i] == 0 ? i + 2 : i + 1};
      case Lua.OP_LOADKX -> new int[] {i + 2};
      default -> new int[] {i + 1};
    };
  }

  /** Adds the registers that the instruction reads. */
  void reads(int i, BitSet into) {
    switch (op[i]) {
      case Lua.OP_MOVE, Lua.OP_UNM, Opcodes54.BNOT, Lua.OP_NOT, Lua.OP_LEN, Lua.OP_TESTSET ->
          into.set(b[i]);
      case Lua.OP_GETTABUP -> operand(c[i], into);
      case Lua.OP_GETTABLE, Lua.OP_SELF -> {
        into.set(b[i]);
        operand(c[i], into);
      }
      case Lua.OP_SETTABLE -> {
        into.set(a[i]);
        operands(i, into);
      }
      case Lua.OP_SETUPVAL, Lua.OP_TEST, Opcodes54.TBC -> into.set(a[i]);
      case Lua.OP_SETTABUP, Lua.OP_EQ, Lua.OP_LT, Lua.OP_LE -> operands(i, into);
      case Lua.OP_CONCAT -> into.set(b[i], c[i] + 1);
      case Lua.OP_CALL, Lua.OP_TAILCALL -> into.set(a[i], end(i, a[i] + b[i]));
      case Lua.OP_RETURN -> into.set(a[i], end(i, a[i] + b[i] - 1));
      case Lua.OP_SETLIST -> into.set(a[i], end(i, a[i] + b[i] + 1));
      case Lua.OP_FORPREP, Lua.OP_FORLOOP, Lua.OP_TFORCALL -> into.set(a[i], a[i] + 3);
      case Lua.OP_TFORLOOP -> into.set(a[i] + 1);
      default -> {
        if (isBinary(op[i])) {
          operands(i, into);
        }
      }
    }
  }

  private int end(int i, int fixed) {
    return b[i] != 0 ? fixed : Math.max(openFrom[i], a[i] + (op[i] == Lua.OP_RETURN ? 0 : 1));
  }

  private void operands(int i, BitSet into) {
    operand(b[i], into);
    operand(c[i], into);
  }

  private static void operand(int rk, BitSet into) {
    if (rk < CONSTANT) {
      into.set(rk);
    }
  }

  /** Adds the registers that the instruction certainly writes, whichever way it goes on. */
  void writes(int i, BitSet into) {
    switch (op[i]) {
      case Lua.OP_MOVE,
          Lua.OP_LOADK,
          Lua.OP_LOADKX,
          Lua.OP_LOADBOOL,
          Lua.OP_GETUPVAL,
          Lua.OP_GETTABUP,
          Lua.OP_GETTABLE,
          Lua.OP_NEWTABLE,
          Opcodes54.BNOT,
          Lua.OP_UNM,
          Lua.OP_NOT,
          Lua.OP_LEN,
          Lua.OP_CONCAT,
          Lua.OP_CLOSURE ->
          into.set(a[i]);
      case Lua.OP_LOADNIL -> into.set(a[i], a[i] + b[i] + 1);
      case Lua.OP_SELF -> into.set(a[i], a[i] + 2);
      case Lua.OP_CALL -> into.set(a[i], a[i] + Math.max(c[i] - 1, 0));
      case Lua.OP_FORPREP -> into.set(a[i], a[i] + (program.hasSubtypes() ? 4 : 3));
      case Lua.OP_TFORCALL -> into.set(a[i] + 3, a[i] + 3 + c[i]);
      case Lua.OP_VARARG -> into.set(a[i], a[i] + Math.max(b[i] - 1, 0));
      default -> {
        if (isBinary(op[i])) {
          into.set(a[i]);
        }
      }
    }
  }
}
