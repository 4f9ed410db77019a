package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.LuaValue;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Loops of level 5.4: numeric ones count over integers without overflow, or over floats. */
final class SubtypeLoopEmitter extends LoopEmitter {
  SubtypeLoopEmitter(Translator t) {
    super(t);
  }

  @Override
  void takeOverCounter(int r, LuaValue now, boolean allIntegers, Label otherwise) {
    int kind = allIntegers ? INTEGER : DOUBLE;
    t.registers.unbox(r, kind, otherwise);
    t.registers.storeNumber(r, kind);
  }

  @Override
  int takenOver(int wanted, LuaValue now) {
    return t.code.numbers.of(now) == wanted ? wanted : 0;
  }

  @Override
  int prepare(int i) {
    int a = t.code.a[i];
    checkBounds(a);
    Label exit = t.exit(i);
    boolean integers = isInteger(i, 0) && isInteger(i, 2);
    int kind = integers ? INTEGER : DOUBLE;
    take(i, 0, kind, exit);
    take(i, 2, kind, exit);
    if (integers && !isInteger(i, 1)) {
      takeWhole(a, exit);
    } else {
      take(i, 1, kind, exit);
    }
    leaveIfZero(i, kind, exit);
    t.loadNumber(a, kind, exit);
    t.registers.storeNumber(a + 3, kind);
    load(a, kind);
    RuntimeCalls.write(t.m, integers ? "runs" : "runsFloat");
    t.m.visitJumpInsn(Opcodes.IFEQ, t.edge(t.code.target(i) + 1));
    return i + 1;
  }

  /** At hand as an integer, or expected to be one unless something else was seen. */
  private boolean isInteger(int i, int bound) {
    int r = t.code.a[i] + bound;
    if (t.isNumeric(r)) {
      return t.isInteger(r);
    }
    return t.code.numbers.expected(i, bound) != DOUBLE;
  }

  /** Has a bound at hand as that kind of number only. */
  private void take(int i, int bound, int kind, Label exit) {
    int r = t.code.a[i] + bound;
    if (kind == INTEGER) {
      t.need(r, INTEGER, exit);
    }
    t.loadNumber(r, kind, exit);
    t.registers.storeNumber(r, kind);
  }

  /** Has a limit that is a float at hand as the last integer up to it. */
  private void takeWhole(int a, Label exit) {
    MethodVisitor m = t.m;
    t.need(a + 1, DOUBLE, exit);
    t.loadNumber(a + 1, DOUBLE, exit);
    t.loadInteger(a + 2);
    RuntimeCalls.write(m, "wholeLimit");
    m.visitInsn(Opcodes.DUP2);
    m.visitVarInsn(Opcodes.DSTORE, t.method.number);
    RuntimeCalls.write(m, "isWhole");
    m.visitJumpInsn(Opcodes.IFEQ, exit);
    m.visitVarInsn(Opcodes.DLOAD, t.method.number);
    m.visitInsn(Opcodes.D2L);
    t.registers.storeInteger(a + 1);
  }

  private void leaveIfZero(int i, int kind, Label exit) {
    Long step = constantStep(i, t.code.a[i]);
    if (step == null || step == 0) {
      t.loadNumber(t.code.a[i] + 2, kind, exit);
      t.m.visitInsn(kind == INTEGER ? Opcodes.LCONST_0 : Opcodes.DCONST_0);
      t.m.visitInsn(kind == INTEGER ? Opcodes.LCMP : Opcodes.DCMPL);
      t.m.visitJumpInsn(Opcodes.IFEQ, exit);
    }
  }

  /** Pushes variable, limit and step. */
  private void load(int a, int kind) {
    for (int r = a; r < a + 3; r++) {
      t.loadNumber(r, kind, null);
    }
  }

  @Override
  int count(int i) {
    int a = t.code.a[i];
    int common = t.registers.now[a] & t.registers.now[a + 1] & t.registers.now[a + 2];
    if ((common & INTEGER) != 0) {
      countIntegers(i, a);
    } else if ((common & DOUBLE) != 0) {
      countFloats(i, a);
    } else {
      throw new NotCompiledException("a loop entered in several ways");
    }
    return -1;
  }

  private void countIntegers(int i, int a) {
    MethodVisitor m = t.m;
    Label out = t.edge(i + 1);
    Long step = constantStep(i);
    if (step != null && Math.abs(step) == 1) {
      t.loadInteger(a);
      t.loadInteger(a + 1);
      m.visitInsn(Opcodes.LCMP);
      m.visitJumpInsn(step > 0 ? Opcodes.IFGE : Opcodes.IFLE, out);
    } else {
      load(a, INTEGER);
      RuntimeCalls.write(m, "goesOn");
      m.visitJumpInsn(Opcodes.IFEQ, out);
    }
    t.loadInteger(a);
    if (step == null) {
      t.loadInteger(a + 2);
    } else {
      m.visitLdcInsn(step);
    }
    m.visitInsn(Opcodes.LADD);
    m.visitVarInsn(Opcodes.LSTORE, t.method.number);
    for (int r : new int[] {a, a + 3}) {
      m.visitVarInsn(Opcodes.LLOAD, t.method.number);
      t.registers.storeInteger(r);
    }
    back(i, t.code.target(i));
  }

  private void countFloats(int i, int a) {
    MethodVisitor m = t.m;
    Label out = t.edge(i + 1);
    t.registers.loadDouble(a);
    t.registers.loadDouble(a + 2);
    m.visitInsn(Opcodes.DADD);
    m.visitInsn(Opcodes.DUP2);
    m.visitVarInsn(Opcodes.DSTORE, t.method.number);
    t.registers.loadDouble(a + 1);
    t.registers.loadDouble(a + 2);
    RuntimeCalls.write(m, "runsFloat");
    m.visitJumpInsn(Opcodes.IFEQ, out);
    for (int r : new int[] {a, a + 3}) {
      m.visitVarInsn(Opcodes.DLOAD, t.method.number);
      t.registers.storeDouble(r);
    }
    back(i, t.code.target(i));
  }
}
