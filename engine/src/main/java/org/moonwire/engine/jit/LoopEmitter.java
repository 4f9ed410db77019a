package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import java.util.BitSet;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.moonwire.engine.core.CompiledCalls;
import org.moonwire.engine.core.Frame;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Jumps and loops. Each jump backwards counts as steps, and leaves when it is time for a poll. */
final class LoopEmitter {
  /** As the machine counts: so many instructions are one step, to the power of 2. */
  private static final int STRETCH = 6;

  private final Translator t;

  LoopEmitter(Translator t) {
    this.t = t;
  }

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
        if (counting.get(r)) {
          t.registers.unbox(r, otherwise);
          t.registers.storeDouble(r);
          if (integers.get(r)) {
            needInteger(r, otherwise);
          }
        } else if (t.demand.isBefore(entry, r)) {
          t.needNumber(r, otherwise);
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
    return CompiledCalls.getRegister(frame, r) instanceof LuaInteger;
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

  private void back(int i, int target) {
    t.spendLoop(((i - target) >> STRETCH) + 1, target);
    t.jumpBack(target);
  }

  /**
   * The loop counts in integers if its bounds are such, which is guessed where they are not known.
   */
  int prepare(int i) {
    int a = t.code.a[i];
    Label exit = t.exit(i);
    for (int r = a; r < a + 3; r++) {
      if (t.registers.isCaptured(r)) {
        throw new NotCompiledException("a loop whose bounds closures share");
      }
      t.needNumber(r, exit);
    }
    if (countsIntegers(i)) {
      for (int r = a; r < a + 3; r++) {
        needInteger(r, exit);
      }
      t.loadInteger(a);
      t.loadInteger(a + 2);
      t.m.visitInsn(Opcodes.LSUB);
      t.registers.storeInteger(a);
    } else {
      for (int r = a + 1; r < a + 3; r++) {
        t.registers.loadDouble(r);
        t.registers.storeDouble(r);
      }
      t.registers.loadDouble(a);
      t.registers.loadDouble(a + 2);
      t.m.visitInsn(Opcodes.DSUB);
      t.registers.storeDouble(a);
    }
    return t.code.target(i);
  }

  private void needInteger(int r, Label exit) {
    MethodVisitor m = t.m;
    if (t.isInteger(r)) {
      t.loadInteger(r);
    } else {
      t.registers.loadDouble(r);
      RuntimeCalls.write(m, "isInteger");
      m.visitJumpInsn(Opcodes.IFEQ, exit);
      t.registers.loadDouble(r);
      m.visitInsn(Opcodes.D2L);
    }
    t.registers.storeInteger(r);
  }

  /** False if a bound is a constant with a fraction. */
  private boolean countsIntegers(int i) {
    int a = t.code.a[i];
    for (int q = i - 1; q >= Math.max(0, i - 3); q--) {
      int r = t.code.a[q];
      boolean isBound = t.code.op[q] == Lua.OP_LOADK && r >= a && r < a + 3;
      if (isBound && !(t.code.program.k[t.code.bx[q]] instanceof LuaInteger)) {
        return false;
      }
    }
    return true;
  }

  int count(int i) {
    int a = t.code.a[i];
    int common = t.registers.now[a] & t.registers.now[a + 1] & t.registers.now[a + 2];
    if ((common & INTEGER) != 0) {
      countIntegers(i, a);
    } else if ((common & DOUBLE) != 0) {
      countDoubles(i, a);
    } else {
      throw new NotCompiledException("a loop entered in several ways");
    }
    return -1;
  }

  private void countIntegers(int i, int a) {
    MethodVisitor m = t.m;
    Label out = t.edge(i + 1);
    Label down = new Label();
    Label on = new Label();
    t.loadInteger(a);
    t.loadInteger(a + 2);
    m.visitInsn(Opcodes.LADD);
    m.visitVarInsn(Opcodes.LSTORE, t.method.number);
    Integer step = constantStep(i);
    if (step == null) {
      t.loadInteger(a + 2);
      m.visitInsn(Opcodes.LCONST_0);
      m.visitInsn(Opcodes.LCMP);
      m.visitJumpInsn(Opcodes.IFLE, down);
    }
    if (step == null || step > 0) {
      m.visitVarInsn(Opcodes.LLOAD, t.method.number);
      t.loadInteger(a + 1);
      m.visitInsn(Opcodes.LCMP);
      m.visitJumpInsn(Opcodes.IFGT, out);
    }
    if (step == null) {
      m.visitJumpInsn(Opcodes.GOTO, on);
      m.visitLabel(down);
    }
    if (step == null || step <= 0) {
      t.loadInteger(a + 1);
      m.visitVarInsn(Opcodes.LLOAD, t.method.number);
      m.visitInsn(Opcodes.LCMP);
      m.visitJumpInsn(Opcodes.IFGT, out);
    }
    m.visitLabel(on);
    m.visitVarInsn(Opcodes.LLOAD, t.method.number);
    t.registers.storeInteger(a);
    m.visitVarInsn(Opcodes.LLOAD, t.method.number);
    t.registers.storeInteger(a + 3);
    back(i, t.code.target(i));
  }

  /** The step if it is written in the program; null if it is not known. */
  private Integer constantStep(int i) {
    int prepare = t.code.target(i) - 1;
    int a = t.code.a[i];
    boolean loaded =
        prepare > 0
            && t.code.op[prepare] == Lua.OP_FORPREP
            && t.code.op[prepare - 1] == Lua.OP_LOADK
            && t.code.a[prepare - 1] == a + 2;
    return loaded && t.code.program.k[t.code.bx[prepare - 1]] instanceof LuaInteger n ? n.v : null;
  }

  private void countDoubles(int i, int a) {
    MethodVisitor m = t.m;
    Label out = t.edge(i + 1);
    Label down = new Label();
    Label on = new Label();
    t.registers.loadDouble(a);
    t.registers.loadDouble(a + 2);
    m.visitInsn(Opcodes.DADD);
    m.visitVarInsn(Opcodes.DSTORE, t.method.number);
    t.registers.loadDouble(a + 2);
    m.visitInsn(Opcodes.DCONST_0);
    m.visitInsn(Opcodes.DCMPL);
    m.visitJumpInsn(Opcodes.IFLE, down);
    m.visitVarInsn(Opcodes.DLOAD, t.method.number);
    t.registers.loadDouble(a + 1);
    m.visitInsn(Opcodes.DCMPG);
    m.visitJumpInsn(Opcodes.IFGT, out);
    m.visitJumpInsn(Opcodes.GOTO, on);
    m.visitLabel(down);
    t.registers.loadDouble(a + 1);
    m.visitVarInsn(Opcodes.DLOAD, t.method.number);
    m.visitInsn(Opcodes.DCMPG);
    m.visitJumpInsn(Opcodes.IFGT, out);
    m.visitLabel(on);
    m.visitVarInsn(Opcodes.DLOAD, t.method.number);
    t.registers.storeDouble(a);
    m.visitVarInsn(Opcodes.DLOAD, t.method.number);
    t.registers.storeDouble(a + 3);
    back(i, t.code.target(i));
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
}
