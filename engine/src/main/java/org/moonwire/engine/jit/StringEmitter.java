package org.moonwire.engine.jit;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Concatenation, and the length of strings and tables. */
final class StringEmitter {
  private final Translator t;

  StringEmitter(Translator t) {
    this.t = t;
  }

  void length(int i) {
    MethodVisitor m = t.m;
    Label exit = t.exit(i);
    t.begin(i);
    t.loadBoxed(t.code.b[i]);
    RuntimeCalls.write(m, "length");
    m.visitInsn(Opcodes.I2L);
    m.visitInsn(Opcodes.DUP2);
    m.visitVarInsn(Opcodes.LSTORE, t.method.number);
    m.visitInsn(Opcodes.LCONST_0);
    m.visitInsn(Opcodes.LCMP);
    m.visitJumpInsn(Opcodes.IFLT, exit);
    m.visitVarInsn(Opcodes.LLOAD, t.method.number);
    t.registers.storeInteger(t.code.a[i]);
  }

  void concat(int i) {
    MethodVisitor m = t.m;
    int first = t.code.b[i];
    Label exit = t.exit(i);
    t.begin(i);
    t.method.loadTask();
    t.method.pushArray(t.code.c[i] - first + 1, j -> t.loadBoxed(first + j));
    RuntimeCalls.write(m, "concat");
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.value);
    m.visitJumpInsn(Opcodes.IFNULL, exit);
    m.visitVarInsn(Opcodes.ALOAD, t.method.value);
    t.registers.storeBoxed(t.code.a[i]);
  }
}
