package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.BOXED;
import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.Lua;
import org.moonwire.engine.core.Opcodes54;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Arithmetic of level 5.4: of two integers in {@code long}, which wraps as the language says, of a
 * float and any number in {@code double}. What may be either is calculated as values.
 */
final class SubtypeArithmeticEmitter implements ArithmeticEmitter {
  private final Translator t;

  SubtypeArithmeticEmitter(Translator t) {
    this.t = t;
  }

  @Override
  public void binary(int i) {
    int b = t.code.b[i];
    int c = t.code.c[i];
    Label exit = t.exit(i);
    int x = kind(i, 0, b);
    int y = kind(i, 1, c);
    switch (t.code.op[i]) {
      case Lua.OP_DIV, Lua.OP_POW -> {
        if (mayBeNumbers(i, b, c)) {
          ofFloats(i, x, y, exit);
        } else {
          ofValues(i, b, c, exit);
        }
      }
      case Lua.OP_ADD, Lua.OP_SUB, Lua.OP_MUL, Lua.OP_MOD, Opcodes54.IDIV -> {
        if (x == INTEGER && y == INTEGER) {
          ofIntegers(i, exit);
        } else if ((x == DOUBLE || y == DOUBLE) && mayBeNumbers(i, b, c)) {
          ofFloats(i, x, y, exit);
        } else {
          ofValues(i, b, c, exit);
        }
      }
      default -> {
        if (x == INTEGER && y == INTEGER) {
          ofIntegers(i, exit);
        } else {
          ofValues(i, b, c, exit);
        }
      }
    }
  }

  /** What an operand is at hand as or, failing that, guessed to be; 0 if it may be anything. */
  private int kind(int i, int operand, int register) {
    int now = t.kinds(register) & Registers.NUMERIC;
    boolean isValue = register >= Bytecode.CONSTANT && now == 0;
    return isValue || now != 0 ? now : t.code.numbers.expected(i, operand);
  }

  /** False of constants that are none, and of what has been seen to be none. */
  private boolean mayBeNumbers(int i, int b, int c) {
    return mayBeNumber(i, 0, b) && mayBeNumber(i, 1, c);
  }

  private boolean mayBeNumber(int i, int operand, int register) {
    if (register >= Bytecode.CONSTANT) {
      return t.code.numbers.of(t.code.constant(register)) != BOXED;
    }
    return t.isNumeric(register) || !t.code.numbers.isOther(i, operand);
  }

  private void ofIntegers(int i, Label exit) {
    int b = t.code.b[i];
    int c = t.code.c[i];
    t.need(b, INTEGER, exit);
    t.need(c, INTEGER, exit);
    t.loadNumbers(b, INTEGER, c, INTEGER, exit);
    MethodVisitor m = t.m;
    switch (t.code.op[i]) {
      case Lua.OP_ADD -> m.visitInsn(Opcodes.LADD);
      case Lua.OP_SUB -> m.visitInsn(Opcodes.LSUB);
      case Lua.OP_MUL -> m.visitInsn(Opcodes.LMUL);
      case Lua.OP_MOD -> divide("floorMod", exit);
      case Opcodes54.IDIV -> divide("floorDiv", exit);
      case Opcodes54.BAND -> m.visitInsn(Opcodes.LAND);
      case Opcodes54.BOR -> m.visitInsn(Opcodes.LOR);
      case Opcodes54.BXOR -> m.visitInsn(Opcodes.LXOR);
      case Opcodes54.SHL -> RuntimeCalls.write(m, "shiftLeft");
      case Opcodes54.SHR -> RuntimeCalls.write(m, "shiftRight");
      default -> throw new NotCompiledException("instruction " + t.code.op[i]);
    }
    t.registers.storeInteger(t.code.a[i]);
  }

  /** Leaves if the divisor is 0: that is an error. */
  private void divide(String how, Label exit) {
    MethodVisitor m = t.m;
    Label divide = new Label();
    m.visitInsn(Opcodes.DUP2);
    m.visitInsn(Opcodes.LCONST_0);
    m.visitInsn(Opcodes.LCMP);
    m.visitJumpInsn(Opcodes.IFNE, divide);
    m.visitInsn(Opcodes.POP2);
    m.visitInsn(Opcodes.POP2);
    m.visitJumpInsn(Opcodes.GOTO, exit);
    m.visitLabel(divide);
    String type = Type.getMethodDescriptor(Type.LONG_TYPE, Type.LONG_TYPE, Type.LONG_TYPE);
    m.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", how, type, false);
  }

  private void ofFloats(int i, int x, int y, Label exit) {
    int b = t.code.b[i];
    int c = t.code.c[i];
    t.need(b, x, exit);
    t.need(c, y, exit);
    t.loadNumbers(b, DOUBLE, c, DOUBLE, exit);
    MethodVisitor m = t.m;
    switch (t.code.op[i]) {
      case Lua.OP_ADD -> m.visitInsn(Opcodes.DADD);
      case Lua.OP_SUB -> m.visitInsn(Opcodes.DSUB);
      case Lua.OP_MUL -> m.visitInsn(Opcodes.DMUL);
      case Lua.OP_DIV -> m.visitInsn(Opcodes.DDIV);
      case Lua.OP_MOD -> RuntimeCalls.write(m, "floatModulo");
      case Opcodes54.IDIV -> RuntimeCalls.write(m, "floatQuotient");
      default -> RuntimeCalls.write(m, "power");
    }
    t.registers.storeDouble(t.code.a[i]);
  }

  /** The interpreter knows metamethods, of strings, too. */
  private void ofValues(int i, int b, int c, Label exit) {
    MethodVisitor m = t.m;
    t.loadBoxed(b);
    t.loadBoxed(c);
    Emit.push(m, t.code.op[i]);
    RuntimeCalls.write(m, "calculate");
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.value);
    m.visitJumpInsn(Opcodes.IFNULL, exit);
    m.visitVarInsn(Opcodes.ALOAD, t.method.value);
    t.storeResult(i, exit);
  }

  @Override
  public void unary(int i) {
    int b = t.code.b[i];
    boolean bits = t.code.op[i] == Opcodes54.BNOT;
    Label exit = t.exit(i);
    int kind = kind(i, 0, b);
    if (kind == 0 || (bits && kind != INTEGER)) {
      ofValues(i, b, b, exit);
      return;
    }
    t.need(b, kind, exit);
    t.loadNumber(b, kind, exit);
    if (bits) {
      t.m.visitLdcInsn(-1L);
      t.m.visitInsn(Opcodes.LXOR);
    } else {
      t.m.visitInsn(kind == INTEGER ? Opcodes.LNEG : Opcodes.DNEG);
    }
    t.registers.storeNumber(t.code.a[i], kind);
  }
}
