package org.moonwire.engine.jit;

import java.util.BitSet;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.CompiledCalls;
import org.moonwire.engine.core.Frame;
import org.moonwire.engine.core.Int64;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Jumps and loops. Each jump backwards counts as steps, and leaves when it is time for a poll. */
abstract class LoopEmitter {
  /** As the machine counts: so many instructions are one step, to the power of 2. */
  private static final int STRETCH = 6;

  final Translator t;

  LoopEmitter(Translator t) {
    this.t = t;
  }

  /** Writes what comes before a numeric loop; returns the instruction to go on with. */
  abstract int prepare(int i);

  /** Writes what comes after a round of it; -1. */
  abstract int count(int i);

  /** Takes over a register that a loop counts with, which is a value so far. */
  abstract void takeOverCounter(int r, LuaValue now, boolean allIntegers, Label otherwise);

  /** The kind that a register with a value of now is to be at hand as, wanted as it is. */
  abstract int takenOver(int wanted, LuaValue now);

  /** Takes over a call in a loop: gives nothing if the values are of other kinds than now. */
  void enter(Frame frame, int entry) {
    Label otherwise = new Label();
    BitSet counting = new BitSet();
    BitSet integers = new BitSet();
    findCounting(entry, frame, counting, integers);
    BitSet live = t.live[entry];
    for (int r = live.nextSetBit(0); r >= 0; r = live.nextSetBit(r + 1)) {
      if (!t.registers.isCaptured(r)) {
        t.method.loadFrame();
        Emit.push(t.m, r);
        RuntimeCalls.write(t.m, "getRegister");
        t.registers.storeBoxed(r);
        LuaValue now = CompiledCalls.getRegister(frame, r);
        if (counting.get(r)) {
          takeOverCounter(r, now, integers.get(r), otherwise);
        } else {
          t.need(r, takenOver(t.demand.before(entry, r), now), otherwise);
        }
      }
    }
    t.aside(
        () -> {
          t.m.visitLabel(otherwise);
          t.m.visitInsn(Opcodes.ACONST_NULL);
          t.m.visitInsn(Opcodes.ARETURN);
        });
  }

  /** Refuses a numeric loop that counts in registers which closures share somewhere. */
  final void checkBounds(int a) {
    for (int r = a; r < a + 3; r++) {
      if (t.registers.isCaptured(r)) {
        throw new NotCompiledException("a loop whose bounds closures share");
      }
    }
  }

  /** The registers that numeric loops around {@code entry} count with. */
  private void findCounting(int entry, Frame frame, BitSet counting, BitSet integers) {
    for (int i = entry; i < t.code.length; i++) {
      if (t.code.op[i] == Lua.OP_FORLOOP && t.code.target(i) <= entry) {
        int a = t.code.a[i];
        counting.set(a, a + 3);
        if (isInteger(frame, a) && isInteger(frame, a + 1) && isInteger(frame, a + 2)) {
          integers.set(a, a + 3);
        }
      }
    }
  }

  private static boolean isInteger(Frame frame, int r) {
    return Int64.is(CompiledCalls.getRegister(frame, r));
  }

  int jump(int i) {
    int a = t.code.a[i];
    if (a > 0 && t.code.makesClosures) {
      t.method.loadFrame();
      Emit.push(t.m, a - 1);
      RuntimeCalls.write(t.m, "closeUpvalues");
    }
    int target = t.code.target(i);
    if (target > i) {
      return target;
    }
    back(i, target);
    return -1;
  }

  final void back(int i, int target) {
    t.spendLoop(((i - target) >> STRETCH) + 1, target);
    t.jumpBack(target);
  }

  int iterate(int i) {
    int a = t.code.a[i];
    t.loadBoxed(a + 1);
    t.method.pushNil();
    t.m.visitJumpInsn(Opcodes.IF_ACMPEQ, t.edge(i + 1));
    t.registers.copy(a + 1, a);
    back(i, t.code.target(i));
    return -1;
  }

  /** The step if it is written in the program; null if it is not known. */
  final Long constantStep(int i) {
    int prepare = t.code.target(i) - 1;
    return constantStep(prepare, t.code.a[i]);
  }

  /** The same, given the instruction that comes before the loop. */
  final Long constantStep(int prepare, int a) {
    boolean loaded =
        prepare > 0
            && t.code.op[prepare] == Lua.OP_FORPREP
            && t.code.op[prepare - 1] == Lua.OP_LOADK
            && t.code.a[prepare - 1] == a + 2;
    return loaded && t.code.program.k[t.code.bx[prepare - 1]] instanceof LuaInteger n
        ? (Long) (long) n.v
        : null;
  }
}
