package org.moonwire.engine.jit;

import org.moonwire.engine.core.CompiledIteration;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls, returns and functions made. */
final class CallEmitter {
  /** More arguments are passed as one list. */
  private static final int MAX_DIRECT = 3;

  private final Translator t;

  CallEmitter(Translator t) {
    this.t = t;
  }

  void call(int i) {
    MethodVisitor m = t.m;
    int a = t.code.a[i];
    int count = t.code.b[i] - 1;
    Label exit = t.exit(i);
    Label suspended = t.exitWithin(i);
    t.begin(i);
    t.loadBoxed(a);
    m.visitVarInsn(Opcodes.ASTORE, t.method.function);
    if (count >= 0 && count <= MAX_DIRECT) {
      callDirectly(a, count);
    } else {
      callAny(() -> pushArguments(i));
    }
    take(exit, suspended);
    storeResults(a, t.code.c[i]);
  }

  private void callDirectly(int a, int count) {
    MethodVisitor m = t.m;
    Label java = new Label();
    Label done = new Label();
    String closure = Types.CLOSURE.getInternalName();
    m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    m.visitTypeInsn(Opcodes.INSTANCEOF, closure);
    m.visitJumpInsn(Opcodes.IFEQ, java);
    m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    m.visitTypeInsn(Opcodes.CHECKCAST, closure);
    RuntimeCalls.write(m, "codeOf");
    t.method.loadTask();
    m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    m.visitTypeInsn(Opcodes.CHECKCAST, closure);
    for (int j = 1; j <= count; j++) {
      t.loadBoxed(a + j);
    }
    t.method.loadRoomLeft();
    String type = Types.ofCall(count);
    m.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Types.CODE, Types.nameOfCall(count), type, false);
    m.visitJumpInsn(Opcodes.GOTO, done);
    m.visitLabel(java);
    t.method.loadTask();
    m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    for (int j = 1; j <= count; j++) {
      t.loadBoxed(a + j);
    }
    t.method.loadRoomLeft();
    RuntimeCalls.write(m, "callJava" + count);
    m.visitLabel(done);
  }

  private void callAny(Runnable arguments) {
    pushFunction(arguments);
    t.method.loadRoomLeft();
    RuntimeCalls.write(t.m, "callAny");
  }

  private void pushFunction(Runnable arguments) {
    t.method.loadTask();
    t.m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    arguments.run();
  }

  private void pushArguments(int i) {
    int first = t.code.a[i] + 1;
    if (t.code.b[i] == 0) {
      t.method.pushOpen(first, t.code.openFrom[i]);
    } else {
      t.method.pushValues(t.code.b[i] - 1, j -> t.loadBoxed(first + j));
    }
  }

  /** Takes the results on the stack, or leaves. */
  private void take(Label exit, Label suspended) {
    MethodVisitor m = t.m;
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.results);
    m.visitJumpInsn(Opcodes.IFNULL, exit);
    m.visitVarInsn(Opcodes.ALOAD, t.method.results);
    t.method.pushSuspended();
    m.visitJumpInsn(Opcodes.IF_ACMPEQ, suspended);
  }

  /** Stores {@code c - 1} results from register {@code a} on; all of them as open if c is 0. */
  private void storeResults(int a, int c) {
    MethodVisitor m = t.m;
    if (c == 0) {
      m.visitVarInsn(Opcodes.ALOAD, t.method.results);
      m.visitVarInsn(Opcodes.ASTORE, t.method.open);
    }
    for (int j = 1; j < c; j++) {
      m.visitVarInsn(Opcodes.ALOAD, t.method.results);
      if (j == 1) {
        RuntimeCalls.write(m, "first");
      } else {
        Emit.push(m, j);
        t.method.writeArg();
      }
      t.registers.storeBoxed(a + j - 1);
    }
  }

  void iterate(int i) {
    int a = t.code.a[i];
    Label exit = t.exit(i);
    Label suspended = t.exitWithin(i);
    t.begin(i);
    Label other = new Label();
    Label done = new Label();
    iterateInPlace(i, other);
    t.m.visitJumpInsn(Opcodes.GOTO, done);
    t.m.visitLabel(other);
    t.loadBoxed(a);
    t.m.visitVarInsn(Opcodes.ASTORE, t.method.function);
    callAny(() -> t.method.pushValues(2, j -> t.loadBoxed(a + 1 + j)));
    take(exit, suspended);
    storeResults(a + 3, t.code.c[i] + 1);
    t.m.visitLabel(done);
  }

  /** Over a table, with the iterators of the library. */
  private void iterateInPlace(int i, Label other) {
    MethodVisitor m = t.m;
    int a = t.code.a[i];
    int position = t.method.newPosition();
    t.loadBoxed(a);
    t.loadBoxed(a + 1);
    t.loadBoxed(a + 2);
    m.visitVarInsn(Opcodes.ILOAD, position);
    RuntimeCalls.write(m, "nextPosition");
    m.visitVarInsn(Opcodes.ISTORE, position);
    m.visitVarInsn(Opcodes.ILOAD, position);
    Emit.push(m, CompiledIteration.OTHER);
    m.visitJumpInsn(Opcodes.IF_ICMPEQ, other);
    for (int j = 0; j < t.code.c[i]; j++) {
      if (j < 2) {
        t.loadBoxed(a + 1);
        m.visitVarInsn(Opcodes.ILOAD, position);
        RuntimeCalls.write(m, j == 0 ? "entryKey" : "entryValue");
      } else {
        t.method.pushNil();
      }
      t.registers.storeBoxed(a + 3 + j);
    }
  }

  int tailCall(int i) {
    MethodVisitor m = t.m;
    Label exit = t.exit(i);
    Label java = new Label();
    t.begin(i);
    t.loadBoxed(t.code.a[i]);
    m.visitVarInsn(Opcodes.ASTORE, t.method.function);
    m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    m.visitTypeInsn(Opcodes.INSTANCEOF, Types.CLOSURE.getInternalName());
    m.visitJumpInsn(Opcodes.IFEQ, java);
    replace(i, exit);
    m.visitLabel(java);
    pushFunction(() -> pushArguments(i));
    RuntimeCalls.write(m, "callLeaf");
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.results);
    m.visitJumpInsn(Opcodes.IFNULL, exit);
    leaveWithError(
        t.exitWithOpen(i + 1, t.code.a[i]), () -> m.visitVarInsn(Opcodes.ALOAD, t.method.results));
    t.method.finish();
    m.visitVarInsn(Opcodes.ALOAD, t.method.results);
    m.visitInsn(Opcodes.ARETURN);
    return -1;
  }

  /** Calls a function of Lua in the place of this call. */
  private void replace(int i, Label exit) {
    MethodVisitor m = t.m;
    if (t.method.isLoop()) {
      // What is known of the calls that this one has replaced is in its frame.
      m.visitJumpInsn(Opcodes.GOTO, exit);
      return;
    }
    t.method.loadSelf();
    m.visitVarInsn(Opcodes.ALOAD, t.method.function);
    RuntimeCalls.write(m, "mayReplace");
    m.visitJumpInsn(Opcodes.IFEQ, exit);
    pushArguments(i);
    m.visitVarInsn(Opcodes.ASTORE, t.method.results);
    t.method.finish();
    t.method.setAt(-1);
    pushFunction(() -> m.visitVarInsn(Opcodes.ALOAD, t.method.results));
    t.method.loadRoomInPlace();
    RuntimeCalls.write(m, "callAny");
    m.visitInsn(Opcodes.DUP);
    m.visitVarInsn(Opcodes.ASTORE, t.method.results);
    t.method.pushSuspended();
    Label done = new Label();
    m.visitJumpInsn(Opcodes.IF_ACMPNE, done);
    t.method.loadTask();
    RuntimeCalls.write(m, "markTailCall");
    m.visitLabel(done);
    m.visitVarInsn(Opcodes.ALOAD, t.method.results);
    m.visitInsn(Opcodes.ARETURN);
  }

  int giveBack(int i) {
    int a = t.code.a[i];
    int b = t.code.b[i];
    if (b == 0) {
      int openFrom = t.code.openFrom[i];
      leaveWithError(t.exit(i), () -> loadFirst(a, openFrom));
    } else if (b > 2) {
      leaveWithError(t.exit(i), () -> t.loadBoxed(a));
    }
    t.begin(i);
    if (b == 0) {
      t.method.pushOpen(a, t.code.openFrom[i]);
    } else {
      t.method.pushValues(b - 1, j -> t.loadBoxed(a + j));
    }
    t.method.finish();
    t.m.visitInsn(Opcodes.ARETURN);
    return -1;
  }

  /**
   * Leaves where nil is the first of several results that go to the host: with an error behind it,
   * the place of the return is that of the error.
   */
  private void leaveWithError(Label exit, Runnable results) {
    Label others = new Label();
    t.method.unlessToHost(others);
    results.run();
    RuntimeCalls.write(t.m, "first");
    t.method.pushNil();
    t.m.visitJumpInsn(Opcodes.IF_ACMPEQ, exit);
    t.m.visitLabel(others);
  }

  private void loadFirst(int a, int openFrom) {
    if (openFrom > a) {
      t.loadBoxed(a);
    } else {
      t.m.visitVarInsn(Opcodes.ALOAD, t.method.open);
    }
  }

  void function(int i) {
    t.begin(i);
    t.method.loadFrame();
    t.method.loadTask();
    Emit.push(t.m, t.code.bx[i]);
    RuntimeCalls.write(t.m, "newFunction");
    t.registers.storeBoxed(t.code.a[i]);
  }

  void varargs(int i) {
    int a = t.code.a[i];
    int b = t.code.b[i];
    MethodVisitor m = t.m;
    if (b == 0) {
      m.visitVarInsn(Opcodes.ALOAD, t.method.varargs);
      m.visitVarInsn(Opcodes.ASTORE, t.method.open);
    }
    for (int j = 1; j < b; j++) {
      m.visitVarInsn(Opcodes.ALOAD, t.method.varargs);
      Emit.push(m, j);
      t.method.writeArg();
      t.registers.storeBoxed(a + j - 1);
    }
  }
}
