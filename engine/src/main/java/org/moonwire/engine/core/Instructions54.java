package org.moonwire.engine.core;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaValue;

/**
 * Executes the unpacked forms of {@link Opcodes54}. Apart from {@link BytecodeLoop}, which stays as
 * large as level 5.2 needs it: what the JVM spends on compiling the loop grows with its size.
 */
final class Instructions54 {
  /** Something else may be next than the frame that executed the instruction. */
  static final int CALLED = -1;

  private Instructions54() {}

  /**
   * Executes the instruction at {@code pc}; returns where its frame goes on, or {@link #CALLED}.
   *
   * @throws IllegalStateException if the instruction is none of level 5.4 either
   */
  static int execute(Task task, Frame f, int[] code, int pc) {
    f.pc = pc + Program.WIDTH;
    return switch (code[pc]) {
      case Opcodes54.ADD, Opcodes54.SUB, Opcodes54.MUL, Opcodes54.COMPUTE ->
          calculate(task, f, code, pc);
      case Opcodes54.FORLOOP -> loop(task, f, code, pc);
      case Opcodes54.FORPREP -> prepare(f, code, pc);
      case Opcodes54.SEEING_COMPUTE -> {
        see(f, pc, operand(f, code[pc + Program.B]), operand(f, code[pc + Program.C]));
        yield calculate(task, f, code, pc);
      }
      case Opcodes54.SEEING_FORPREP -> {
        seeBounds(f, code, pc);
        yield prepare(f, code, pc);
      }
      case Opcodes54.SEEING_ORDER -> compare(task, f, code, pc);
      case Opcodes54.TBC -> {
        ToBeClosed.add(task, f, code[pc + Program.A]);
        yield pc + Program.WIDTH;
      }
      case Opcodes54.CLOSING_JMP -> jump(task, f, code, pc);
      case Opcodes54.CLOSING_RETURN -> {
        if (!ToBeClosed.close(task, f, 0)) {
          Frame unused = Calls.leave(task, f, code[pc + Program.A], code[pc + Program.B]);
        }
        yield CALLED;
      }
      default -> throw new IllegalStateException("opcode " + code[pc]);
    };
  }

  private static LuaValue operand(Frame f, int b) {
    return b >= 0 ? f.stack[b] : f.constants[~b];
  }

  private static void see(Frame f, int pc, LuaValue x, LuaValue y) {
    f.prototype.seenNumbers().add(pc / Program.WIDTH, x, y, null);
  }

  private static void seeBounds(Frame f, int[] code, int pc) {
    LuaValue[] s = f.stack;
    int a = code[pc + Program.A];
    f.prototype.seenNumbers().add(pc / Program.WIDTH, s[a], s[a + 1], s[a + 2]);
  }

  private static int prepare(Frame f, int[] code, int pc) {
    boolean runs = SubtypeForLoop.prepare(f.stack, code[pc + Program.A]);
    return pc + Program.WIDTH + (runs ? 0 : code[pc + Program.B]);
  }

  private static int compare(Task task, Frame f, int[] code, int pc) {
    LuaValue x = operand(f, code[pc + Program.B]);
    LuaValue y = operand(f, code[pc + Program.C]);
    see(f, pc, x, y);
    boolean less = (f.prototype.code[pc / Program.WIDTH] & 0x3f) == Lua.OP_LT;
    int r = Comparison.ordered(task, f, less, x, y);
    if (r < 0) {
      return CALLED;
    }
    int a = code[pc + Program.A];
    return pc + ((r != 0) == (a >= 0) ? a ^ (a >> 31) : 2 * Program.WIDTH);
  }

  private static int calculate(Task task, Frame f, int[] code, int pc) {
    LuaValue x = operand(f, code[pc + Program.B]);
    LuaValue y = operand(f, code[pc + Program.C]);
    LuaValue r =
        switch (code[pc]) {
          case Opcodes54.ADD -> SubtypeArithmetic.add(task, f, x, y);
          case Opcodes54.SUB -> SubtypeArithmetic.subtract(task, f, x, y);
          case Opcodes54.MUL -> SubtypeArithmetic.multiply(task, f, x, y);
          default -> SubtypeArithmetic.compute(task, f, x, y);
        };
    if (r == null) {
      return CALLED;
    }
    f.stack[code[pc + Program.A]] = r;
    return pc + Program.WIDTH;
  }

  private static int loop(Task task, Frame f, int[] code, int pc) {
    LuaValue[] stack = f.stack;
    int a = code[pc + Program.A];
    LuaValue next = SubtypeForLoop.next(stack[a], stack[a + 1], stack[a + 2]);
    if (next == null) {
      return pc + Program.WIDTH;
    }
    stack[a] = next;
    stack[a + 3] = next;
    int b = code[pc + Program.B];
    if (Interpreter.CHECKED && (task.loopFuel -= Program.cost(b)) < 0) {
      f.pc = pc + b;
      task.loopFuel = task.refuel();
      if (HotCode.enterLoop(task, f)) {
        return CALLED;
      }
    }
    return pc + b;
  }

  private static int jump(Task task, Frame f, int[] code, int pc) {
    if (ToBeClosed.close(task, f, code[pc + Program.A] - 1)) {
      return CALLED;
    }
    int b = code[pc + Program.B];
    if (Interpreter.CHECKED && b <= 0 && (task.jumpFuel -= Program.cost(b)) < 0) {
      f.pc = pc + b;
      task.jumpFuel = task.refuel();
      if (HotCode.enterLoop(task, f)) {
        return CALLED;
      }
    }
    return pc + b;
  }
}
