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
    int kind = t.demand.after(i, t.code.a[i]);
    if (kind != 0 && t.code.op[i] == Lua.OP_GETTABLE && t.isNumeric(t.code.c[i])) {
      getNumber(i, kind, exit);
    } else {
      getValue(i, exit);
    }
  }

  /** A number among numbers is read without an object for it. */
  private void getNumber(int i, int kind, Label exit) {
    MethodVisitor m = t.m;
    Label done = new Label();
    Label otherwise = t.detour(done, () -> getValue(i, exit));
    loadItem(t.code.b[i], t.code.c[i], otherwise);
    RuntimeCalls.write(m, "itemAs" + t.code.numbers.key(kind));
    int number = t.method.number;
    if (kind == INTEGER) {
      m.visitVarInsn(Opcodes.LSTORE, number);
      m.visitVarInsn(Opcodes.LLOAD, number);
      m.visitLdcInsn(Long.MIN_VALUE);
      m.visitInsn(Opcodes.LCMP);
      m.visitJumpInsn(Opcodes.IFEQ, otherwise);
      m.visitVarInsn(Opcodes.LLOAD, number);
    } else {
      m.visitVarInsn(Opcodes.DSTORE, number);
      m.visitVarInsn(Opcodes.DLOAD, number);
      m.visitVarInsn(Opcodes.DLOAD, number);
      m.visitInsn(Opcodes.DCMPL);
      m.visitJumpInsn(Opcodes.IFNE, otherwise);
      m.visitVarInsn(Opcodes.DLOAD, number);
    }
    t.registers.storeNumber(t.code.a[i], kind);
    m.visitLabel(done);
  }

  /** Pushes a table and a key that is at hand as a number. */
  private void loadItem(int object, int key, Label otherwise) {
    MethodVisitor m = t.m;
    if (t.isInteger(key)) {
      t.loadBoxed(object);
      t.loadInteger(key);
      return;
    }
    int number = t.method.number;
    t.loadNumber(key, DOUBLE, null);
    m.visitInsn(Opcodes.D2L);
    m.visitInsn(Opcodes.DUP2);
    m.visitVarInsn(Opcodes.LSTORE, number);
    m.visitInsn(Opcodes.L2D);
    t.loadNumber(key, DOUBLE, null);
    m.visitInsn(Opcodes.DCMPL);
    m.visitJumpInsn(Opcodes.IFNE, otherwise);
    t.loadBoxed(object);
    m.visitVarInsn(Opcodes.LLOAD, number);
  }

  private void getValue(int i, Label exit) {
    if (isName(t.code.c[i]) && t.code.op[i] == Lua.OP_GETTABLE) {
      getField(i, exit);
    } else {
      t.method.loadTask();
      loadTable(i);
      String kind = loadKey(t.code.c[i]);
      if (isName(t.code.c[i])) {
        t.method.loadSite(t.method.newSite());
      }
      RuntimeCalls.write(t.m, "index" + kind);
      leaveIfNull(exit);
    }
    t.storeResult(i, exit);
  }

  private void loadTable(int i) {
    if (t.code.op[i] == Lua.OP_GETTABUP) {
      t.method.loadUpvalue(t.code.b[i]);
    } else {
      t.loadBoxed(t.code.b[i]);
    }
  }

  /**
   * Pushes the field of a table. What is done where it is not found at once stands aside: the JVM
   * would put all of it into each such place.
   */
  private void getField(int i, Label exit) {
    MethodVisitor m = t.m;
    int site = t.method.newSite();
    Label done = new Label();
    Label otherwise =
        t.detour(
            done,
            () -> {
              t.method.loadTask();
              loadFieldOf(i, site);
              RuntimeCalls.write(m, "indexSite");
              m.visitInsn(Opcodes.DUP);
              m.visitVarInsn(Opcodes.ASTORE, t.method.value);
              m.visitJumpInsn(Opcodes.IFNULL, exit);
            });
    loadFieldOf(i, site);
    RuntimeCalls.write(m, "peekSite");
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.value);
    m.visitJumpInsn(Opcodes.IFNULL, otherwise);
    m.visitLabel(done);
    m.visitVarInsn(Opcodes.ALOAD, t.method.value);
  }

  private void loadFieldOf(int i, int site) {
    loadTable(i);
    t.loadBoxed(t.code.c[i]);
    t.method.loadSite(site);
  }

  void method(int i) {
    int object = t.code.b[i];
    Label exit = t.exit(i);
    t.begin(i);
    t.method.loadTask();
    t.loadBoxed(object);
    String kind = loadKey(t.code.c[i]);
    if (isName(t.code.c[i])) {
      t.method.loadSite(t.method.newSite());
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
    int value = t.code.c[i];
    boolean isNumber = value < Bytecode.CONSTANT && !t.isBoxed(value) && t.isNumeric(value);
    if (isNumber && t.code.op[i] == Lua.OP_SETTABLE && t.isNumeric(t.code.b[i])) {
      setNumber(i, value, exit);
    } else {
      setValue(i, exit);
    }
  }

  private void setNumber(int i, int value, Label exit) {
    MethodVisitor m = t.m;
    Label done = new Label();
    Label otherwise = t.detour(done, () -> setValue(i, exit));
    loadItem(t.code.a[i], t.code.b[i], otherwise);
    int kind = t.isInteger(value) ? INTEGER : DOUBLE;
    t.loadNumber(value, kind, null);
    RuntimeCalls.write(m, "storeItem" + t.code.numbers.key(kind));
    m.visitJumpInsn(Opcodes.IFEQ, otherwise);
    m.visitLabel(done);
  }

  private void setValue(int i, Label exit) {
    if (isName(t.code.b[i]) && t.code.op[i] == Lua.OP_SETTABLE) {
      setField(i, exit);
      return;
    }
    loadChanged(i);
    String kind = loadKey(t.code.b[i]);
    t.loadBoxed(t.code.c[i]);
    if (isName(t.code.b[i])) {
      t.method.loadSite(t.method.newSite());
    }
    RuntimeCalls.write(t.m, "put" + kind);
    t.m.visitJumpInsn(Opcodes.IFEQ, exit);
  }

  private void loadChanged(int i) {
    if (t.code.op[i] == Lua.OP_SETTABUP) {
      t.method.loadUpvalue(t.code.a[i]);
    } else {
      t.loadBoxed(t.code.a[i]);
    }
  }

  /** As {@link #getField}. */
  private void setField(int i, Label exit) {
    MethodVisitor m = t.m;
    int site = t.method.newSite();
    t.loadBoxed(t.code.c[i]);
    m.visitVarInsn(Opcodes.ASTORE, t.method.value);
    Label done = new Label();
    Label otherwise =
        t.detour(
            done,
            () -> {
              loadFieldToChange(i, site);
              RuntimeCalls.write(m, "putSite");
              m.visitJumpInsn(Opcodes.IFEQ, exit);
            });
    loadFieldToChange(i, site);
    RuntimeCalls.write(m, "replaceSite");
    m.visitJumpInsn(Opcodes.IFEQ, otherwise);
    m.visitLabel(done);
  }

  private void loadFieldToChange(int i, int site) {
    loadChanged(i);
    t.loadBoxed(t.code.b[i]);
    t.m.visitVarInsn(Opcodes.ALOAD, t.method.value);
    t.method.loadSite(site);
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
