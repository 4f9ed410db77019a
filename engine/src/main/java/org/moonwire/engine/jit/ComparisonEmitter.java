package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaValue;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Comparisons and tests: each goes on with the next instruction, a jump, or skips it. */
final class ComparisonEmitter {
  private final Translator t;

  ComparisonEmitter(Translator t) {
    this.t = t;
  }

  void order(int i) {
    int b = t.code.b[i];
    int c = t.code.c[i];
    boolean less = t.code.op[i] == Lua.OP_LT;
    boolean wanted = t.code.a[i] != 0;
    Label exit = t.exit(i);
    int kind = t.code.numbers.compared(i, number(b), number(c));
    if (kind != 0 && t.mayBeNumber(b) && t.mayBeNumber(c)) {
      t.need(b, kind, exit);
      t.need(c, kind, exit);
      t.loadNumbers(b, kind, c, kind, exit);
      t.m.visitInsn(kind == INTEGER ? Opcodes.LCMP : Opcodes.DCMPG);
      skipUnless(i, less, wanted);
    } else {
      t.begin(i);
      t.loadBoxed(b);
      t.loadBoxed(c);
      RuntimeCalls.write(t.m, less ? "less" : "lessOrEqual");
      decide(i, exit, wanted);
    }
  }

  private int number(int operand) {
    return t.kinds(operand) & Registers.NUMERIC;
  }

  /** Of a three-way comparison; what is not ordered is greater. */
  private void skipUnless(int i, boolean less, boolean wanted) {
    int holds = less ? Opcodes.IFLT : Opcodes.IFLE;
    int fails = less ? Opcodes.IFGE : Opcodes.IFGT;
    t.m.visitJumpInsn(wanted ? fails : holds, t.edge(i + 2));
  }

  /** Of 1, 0, or -1 to leave. */
  private void decide(int i, Label exit, boolean wanted) {
    MethodVisitor m = t.m;
    m.visitInsn(Opcodes.I2L);
    m.visitInsn(Opcodes.DUP2);
    m.visitVarInsn(Opcodes.LSTORE, t.method.number);
    m.visitInsn(Opcodes.L2I);
    m.visitJumpInsn(Opcodes.IFLT, exit);
    m.visitVarInsn(Opcodes.LLOAD, t.method.number);
    m.visitInsn(Opcodes.L2I);
    m.visitJumpInsn(wanted ? Opcodes.IFEQ : Opcodes.IFNE, t.edge(i + 2));
  }

  void equal(int i) {
    int b = t.code.b[i];
    int c = t.code.c[i];
    boolean wanted = t.code.a[i] != 0;
    MethodVisitor m = t.m;
    Label exit = t.exit(i);
    boolean numbers = t.isNumeric(b) && t.isNumeric(c);
    int kind = numbers ? t.code.numbers.compared(i, number(b), number(c)) : 0;
    if (kind != 0) {
      t.loadNumbers(b, kind, c, kind, exit);
      m.visitInsn(kind == INTEGER ? Opcodes.LCMP : Opcodes.DCMPL);
      m.visitJumpInsn(wanted ? Opcodes.IFNE : Opcodes.IFEQ, t.edge(i + 2));
    } else if (isSingle(b) || isSingle(c)) {
      t.loadBoxed(b);
      t.loadBoxed(c);
      m.visitJumpInsn(wanted ? Opcodes.IF_ACMPNE : Opcodes.IF_ACMPEQ, t.edge(i + 2));
    } else {
      t.begin(i);
      t.method.loadTask();
      t.loadBoxed(b);
      t.loadBoxed(c);
      RuntimeCalls.write(m, "equal");
      decide(i, exit, wanted);
    }
  }

  /** Nil and the booleans are single objects. */
  private boolean isSingle(int operand) {
    if (operand < Bytecode.CONSTANT) {
      return false;
    }
    LuaValue k = t.code.constant(operand);
    return k.isnil() || k.isboolean();
  }

  void not(int i) {
    MethodVisitor m = t.m;
    int b = t.code.b[i];
    Label isTrue = new Label();
    Label done = new Label();
    t.loadBoxed(b);
    RuntimeCalls.write(m, "isTrue");
    m.visitJumpInsn(Opcodes.IFNE, isTrue);
    t.method.pushBoolean(true);
    m.visitJumpInsn(Opcodes.GOTO, done);
    m.visitLabel(isTrue);
    t.method.pushBoolean(false);
    m.visitLabel(done);
    t.registers.storeBoxed(t.code.a[i]);
  }

  /** Goes on with the jump if the register is true or false as C says; -1 if it never does. */
  int test(int i, int register) {
    boolean wanted = t.code.c[i] != 0;
    if (t.isNumeric(register)) {
      if (wanted) {
        return i + 1;
      }
      t.m.visitJumpInsn(Opcodes.GOTO, t.edge(i + 2));
      return -1;
    }
    t.loadBoxed(register);
    RuntimeCalls.write(t.m, "isTrue");
    t.m.visitJumpInsn(wanted ? Opcodes.IFEQ : Opcodes.IFNE, t.edge(i + 2));
    return i + 1;
  }
}
