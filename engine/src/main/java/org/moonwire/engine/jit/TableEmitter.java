package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Tables: fields read and written, methods, constructors. */
final class TableEmitter {
  private final Translator t;

  TableEmitter(Translator t) {
    this.t = t;
  }

  void get(int i) {
    Label exit = t.exit(i);
    t.begin(i);
    t.method.loadTask();
    if (t.code.op[i] == Lua.OP_GETTABUP) {
      t.method.loadUpvalue(t.code.b[i]);
    } else {
      t.loadBoxed(t.code.b[i]);
    }
    String kind = loadKey(t.code.c[i]);
    if (isName(t.code.c[i])) {
      t.method.loadNewSite();
    }
    RuntimeCalls.write(t.m, "index" + kind);
    leaveIfNull(exit);
    t.storeResult(i, exit);
  }

  void method(int i) {
    int object = t.code.b[i];
    Label exit = t.exit(i);
    t.begin(i);
    t.method.loadTask();
    t.loadBoxed(object);
    String kind = loadKey(t.code.c[i]);
    if (isName(t.code.c[i])) {
      t.method.loadNewSite();
    }
    RuntimeCalls.write(t.m, "index" + kind);
    leaveIfNull(exit);
    t.loadBoxed(object);
    t.registers.storeBoxed(t.code.a[i] + 1);
    t.registers.storeBoxed(t.code.a[i]);
  }

  private void leaveIfNull(Label exit) {
    MethodVisitor m = t.m;
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.value);
    m.visitJumpInsn(Opcodes.IFNULL, exit);
    m.visitVarInsn(Opcodes.ALOAD, t.method.value);
  }

  /** Pushes a key in the kind that it is at hand in; what the methods for that kind end in. */
  private String loadKey(int operand) {
    if (t.isNumeric(operand)) {
      int kind = t.isInteger(operand) ? INTEGER : DOUBLE;
      t.loadNumber(operand, kind, null);
      return t.code.numbers.key(kind);
    }
    t.loadBoxed(operand);
    return isName(operand) ? "Site" : "";
  }

  private boolean isName(int operand) {
    return operand >= Bytecode.CONSTANT && t.code.constant(operand) instanceof LuaString;
  }

  void set(int i) {
    Label exit = t.exit(i);
    t.begin(i);
    if (t.code.op[i] == Lua.OP_SETTABUP) {
      t.method.loadUpvalue(t.code.a[i]);
    } else {
      t.loadBoxed(t.code.a[i]);
    }
    String kind = loadKey(t.code.b[i]);
    t.loadBoxed(t.code.c[i]);
    if (isName(t.code.b[i])) {
      t.method.loadNewSite();
    }
    RuntimeCalls.write(t.m, "put" + kind);
    t.m.visitJumpInsn(Opcodes.IFEQ, exit);
  }

  void create(int i) {
    t.begin(i);
    t.method.loadTask();
    Emit.push(t.m, t.code.b[i]);
    Emit.push(t.m, t.code.c[i]);
    RuntimeCalls.write(t.m, "newTable");
    t.registers.storeBoxed(t.code.a[i]);
  }

  int setList(int i) {
    int a = t.code.a[i];
    int count = t.code.b[i];
    boolean isLong = t.code.c[i] == 0;
    int batch = isLong ? t.code.program.code[i + 1] >>> 6 : t.code.c[i];
    int offset = (batch - 1) * Lua.LFIELDS_PER_FLUSH;
    t.begin(i);
    for (int j = 1; j <= count; j++) {
      t.loadBoxed(a);
      Emit.push(t.m, offset + j);
      t.loadBoxed(a + j);
      RuntimeCalls.write(t.m, "setItem");
    }
    if (count == 0) {
      t.loadBoxed(a);
      Emit.push(t.m, offset);
      t.method.pushOpen(a + 1, t.code.openFrom[i]);
      RuntimeCalls.write(t.m, "setItems");
    }
    return isLong ? i + 2 : i + 1;
  }
}
