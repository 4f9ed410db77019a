package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loops of level 5.2: numeric ones step back once before they begin, and count in doubles. */
final class DoubleLoopEmitter extends LoopEmitter {
  DoubleLoopEmitter(Translator t) {
    super(t);
  }

  @Override
  void takeOverCounter(int r, LuaValue now, boolean allIntegers, Label otherwise) {
    t.registers.unbox(r, DOUBLE, otherwise);
    t.registers.storeDouble(r);
    if (allIntegers) {
      needInteger(r, otherwise);
    }
  }

  @Override
  int takenOver(int wanted, LuaValue now) {
    return wanted;
  }

  /**
   * The loop counts in integers if its bounds are such, which is guessed where they are not known.
   */
  @Override
  int prepare(int i) {
    int a = t.code.a[i];
    checkBounds(a);
    Label exit = t.exit(i);
    for (int r = a; r < a + 3; r++) {
      t.need(r, DOUBLE, exit);
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

  @Override
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
    Long step = constantStep(i);
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
}
