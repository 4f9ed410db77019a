package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.DOUBLE;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Arithmetic of level 5.2. Sums, differences and remainders of integers stay integers as long as
 * they are such as the machine keeps as integers; everything else is computed on doubles.
 */
final class DoubleArithmeticEmitter implements ArithmeticEmitter {
  private final Translator t;

  DoubleArithmeticEmitter(Translator t) {
    this.t = t;
  }

  @Override
  public void binary(int i) {
    int b = t.code.b[i];
    int c = t.code.c[i];
    Label exit = t.exit(i);
    if (!t.mayBeNumber(b) || !t.mayBeNumber(c)) {
      alwaysLeave(i, exit);
      return;
    }
    if (staysInteger(i)) {
      integers(i, exit);
      return;
    }
    t.need(b, DOUBLE, exit);
    t.need(c, DOUBLE, exit);
    t.loadNumbers(b, DOUBLE, c, DOUBLE, exit);
    MethodVisitor m = t.m;
    switch (t.code.op[i]) {
      case Lua.OP_ADD -> m.visitInsn(Opcodes.DADD);
      case Lua.OP_SUB -> m.visitInsn(Opcodes.DSUB);
      case Lua.OP_MUL -> m.visitInsn(Opcodes.DMUL);
      case Lua.OP_DIV -> m.visitInsn(Opcodes.DDIV);
      case Lua.OP_MOD -> RuntimeCalls.write(m, "modulo");
      default -> RuntimeCalls.write(m, "power");
    }
    t.registers.storeDouble(t.code.a[i]);
  }

  /** The interpreter knows strings that read as numbers. */
  private void alwaysLeave(int i, Label exit) {
    t.method.pushNil();
    t.m.visitJumpInsn(Opcodes.IFNONNULL, exit);
    t.method.pushNil();
    t.registers.storeBoxed(t.code.a[i]);
  }

  private boolean staysInteger(int i) {
    if (!t.isInteger(t.code.b[i]) || !t.isInteger(t.code.c[i])) {
      return false;
    }
    int c = t.code.c[i];
    return switch (t.code.op[i]) {
      case Lua.OP_ADD, Lua.OP_SUB -> true;
      case Lua.OP_MOD ->
          c >= Bytecode.CONSTANT && t.code.constant(c) instanceof LuaInteger n && n.v > 0;
      default -> false;
    };
  }

  private void integers(int i, Label exit) {
    MethodVisitor m = t.m;
    t.loadInteger(t.code.b[i]);
    t.loadInteger(t.code.c[i]);
    if (t.code.op[i] == Lua.OP_MOD) {
      String type = Type.getMethodDescriptor(Type.LONG_TYPE, Type.LONG_TYPE, Type.LONG_TYPE);
      m.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "floorMod", type, false);
    } else {
      m.visitInsn(t.code.op[i] == Lua.OP_ADD ? Opcodes.LADD : Opcodes.LSUB);
      m.visitInsn(Opcodes.DUP2);
      m.visitVarInsn(Opcodes.LSTORE, t.method.number);
      m.visitInsn(Opcodes.DUP2);
      m.visitInsn(Opcodes.L2I);
      m.visitInsn(Opcodes.I2L);
      m.visitInsn(Opcodes.LCMP);
      m.visitJumpInsn(Opcodes.IFNE, exit);
      m.visitVarInsn(Opcodes.LLOAD, t.method.number);
    }
    t.registers.storeInteger(t.code.a[i]);
  }

  @Override
  public void unary(int i) {
    int b = t.code.b[i];
    Label exit = t.exit(i);
    t.need(b, DOUBLE, exit);
    t.loadNumber(b, DOUBLE, exit);
    t.m.visitInsn(Opcodes.DNEG);
    t.registers.storeDouble(t.code.a[i]);
  }
}
