package org.moonwire.engine.compiler;

import java.util.Arrays;
import org.luaj.vm2.Lua;

/**
 * The instructions of one function with their lines, and the jumps among them. An instruction is
 * laid out as in {@link Lua}: opcode 6 bits, A 8, C 9, B 9, or Bx 18 in place of C and B.
 */
final class Code {
  private static final int NO_REGISTER = 0xff;
  private static final int JUMP_BIAS = Lua.MAXARG_sBx;
  private static final int MAX_JUMP = Lua.MAXARG_sBx;

  private final Lexer lexer;
  private int[] instructions = new int[32];
  private int[] lines = new int[32];
  private int count;

  /** Jumps to the next instruction, whatever that will be. */
  private Jumps pending;

  /** The last address that something may jump to: what is before it stays as it is. */
  private int lastTarget;

  Code(Lexer lexer) {
    this.lexer = lexer;
  }

  /** The address of the next instruction. */
  int here() {
    return count;
  }

  /** The address of the next instruction, to which something may jump. */
  int target() {
    lastTarget = count;
    return count;
  }

  boolean isTarget() {
    return count <= lastTarget;
  }

  int get(int pc) {
    return instructions[pc];
  }

  int opcode(int pc) {
    return instructions[pc] & 0x3f;
  }

  int[] instructions() {
    return Arrays.copyOf(instructions, count);
  }

  int[] lines() {
    return Arrays.copyOf(lines, count);
  }

  int emit(int op, int a, int b, int c) {
    return emitRaw(op | (a << Lua.POS_A) | (b << Lua.POS_B) | (c << Lua.POS_C));
  }

  int emitWide(int op, int a, int bx) {
    return emitRaw(op | (a << Lua.POS_A) | (bx << Lua.POS_Bx));
  }

  /** Adds a word that is an instruction, or belongs to the one before it. */
  int emitRaw(int word) {
    Jumps landing = pending;
    pending = null;
    patch(landing, count, NO_REGISTER, count);
    if (count == instructions.length) {
      instructions = Arrays.copyOf(instructions, 2 * count);
      lines = Arrays.copyOf(lines, 2 * count);
    }
    instructions[count] = word;
    lines[count] = lexer.lastLine;
    return count++;
  }

  void setLine(int line) {
    lines[count - 1] = line;
  }

  void setA(int pc, int a) {
    instructions[pc] = (instructions[pc] & Lua.MASK_NOT_A) | (a << Lua.POS_A);
  }

  void setB(int pc, int b) {
    instructions[pc] = (instructions[pc] & Lua.MASK_NOT_B) | (b << Lua.POS_B);
  }

  void setC(int pc, int c) {
    instructions[pc] = (instructions[pc] & Lua.MASK_NOT_C) | (c << Lua.POS_C);
  }

  void makeTailCall(int pc) {
    instructions[pc] = (instructions[pc] & Lua.MASK_NOT_OP) | Lua.OP_TAILCALL;
  }

  /** A plain jump. Jumps that were to land on it go where it goes. */
  Jumps jump() {
    Jumps before = pending;
    pending = null;
    return Jumps.join(Jumps.of(emitWide(Lua.OP_JMP, 0, JUMP_BIAS)), before);
  }

  /** A test and the jump that is taken where it succeeds. */
  Jumps test(int op, int a, int b, int c) {
    emit(op, a, b, c);
    return jump();
  }

  /** Lets jumps go to an address that is known. */
  void patch(Jumps jumps, int target) {
    if (target == count) {
      patchHere(jumps);
    } else {
      patch(jumps, target, NO_REGISTER, target);
    }
  }

  /** Lets jumps go to the next instruction. */
  void patchHere(Jumps jumps) {
    lastTarget = count;
    pending = Jumps.join(pending, jumps);
  }

  /**
   * Lets jumps that carry a value put it into {@code register} and go to {@code target}, the others
   * go to {@code otherwise}.
   */
  void patch(Jumps jumps, int target, int register, int otherwise) {
    if (jumps == null) {
      return;
    }
    for (int i = 0; i < jumps.count(); i++) {
      int pc = jumps.get(i);
      setTarget(pc, carryTo(pc, register) ? target : otherwise);
    }
  }

  /** Has jumps close the upvalues of the registers from {@code level} on. */
  void close(Jumps jumps, int level) {
    for (int i = 0; jumps != null && i < jumps.count(); i++) {
      setA(jumps.get(i), level + 1);
    }
  }

  void setTarget(int pc, int target) {
    int distance = target - (pc + 1);
    if (Math.abs(distance) > MAX_JUMP) {
      throw lexer.error("control structure too long");
    }
    instructions[pc] = (instructions[pc] & 0x3fff) | ((distance + JUMP_BIAS) << Lua.POS_Bx);
  }

  /** True if some of the jumps carry no value. */
  boolean needsValue(Jumps jumps) {
    for (int i = 0; jumps != null && i < jumps.count(); i++) {
      if (opcode(condition(jumps.get(i))) != Lua.OP_TESTSET) {
        return true;
      }
    }
    return false;
  }

  /** Has jumps that carry a value drop it. */
  void dropValues(Jumps jumps) {
    for (int i = 0; jumps != null && i < jumps.count(); i++) {
      carryTo(jumps.get(i), NO_REGISTER);
    }
  }

  /** Makes the comparison before a jump test for the opposite result. */
  void invert(int jump) {
    int pc = condition(jump);
    setA(pc, ((instructions[pc] >> Lua.POS_A) & 0xff) == 0 ? 1 : 0);
  }

  /** Takes the last instruction back. */
  void removeLast() {
    count--;
  }

  private boolean carryTo(int jump, int register) {
    int pc = condition(jump);
    if (opcode(pc) != Lua.OP_TESTSET) {
      return false;
    }
    int b = instructions[pc] >>> Lua.POS_B;
    if (register != NO_REGISTER && register != b) {
      setA(pc, register);
    } else {
      int c = instructions[pc] & Lua.MASK_C;
      instructions[pc] = Lua.OP_TEST | (b << Lua.POS_A) | c;
    }
    return true;
  }

  /** The instruction that decides whether the jump at {@code jump} is taken. */
  private int condition(int jump) {
    if (jump > 0) {
      switch (opcode(jump - 1)) {
        case Lua.OP_EQ:
        case Lua.OP_LT:
        case Lua.OP_LE:
        case Lua.OP_TEST:
        case Lua.OP_TESTSET:
          return jump - 1;
        default:
          break;
      }
    }
    return jump;
  }
}
