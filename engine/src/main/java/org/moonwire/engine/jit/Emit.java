package org.moonwire.engine.jit;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes what takes more than one instruction of the JVM. */
final class Emit {
  private static final int MAX_ICONST = 5;

  private Emit() {}

  static void push(MethodVisitor m, int n) {
    if (n >= -1 && n <= MAX_ICONST) {
      m.visitInsn(Opcodes.ICONST_0 + n);
    } else if (n == (byte) n) {
      m.visitIntInsn(Opcodes.BIPUSH, n);
    } else if (n == (short) n) {
      m.visitIntInsn(Opcodes.SIPUSH, n);
    } else {
      m.visitLdcInsn(n);
    }
  }
}
