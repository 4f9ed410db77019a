package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.BOXED;
import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import java.util.BitSet;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where the registers of a function are: in variables of the JVM, one for each kind in which a
 * register is at hand, or in the frame if closures share them. A register may be at hand in several
 * kinds at once, so that a number need not be boxed twice.
 */
final class Registers {
  /** At hand as a number of either kind. */
  static final int NUMERIC = INTEGER | DOUBLE;

  final int count;
  private final NumberKinds numbers;
  private final BitSet captured;
  private final MethodVisitor m;
  private final int frame;
  private final int[] boxed;
  private final int[] integers;
  private final int[] doubles;
  private int nextLocal;

  /** The kinds in which each register is at hand; 0 before anything has been written to it. */
  int[] now;

  /** Variables of the JVM from {@code firstLocal} on are free, {@code frame} has the frame. */
  Registers(Bytecode code, MethodVisitor m, int frame, int firstLocal) {
    this.count = code.registers;
    this.numbers = code.numbers;
    this.captured = code.captured;
    this.m = m;
    this.frame = frame;
    this.nextLocal = firstLocal;
    boxed = new int[count];
    integers = new int[count];
    doubles = new int[count];
    now = new int[count];
  }

  boolean isCaptured(int r) {
    return captured.get(r);
  }

  /** Whether the register is at hand in one of these kinds. */
  boolean is(int r, int kinds) {
    return (now[r] & kinds) != 0;
  }

  private int local(int[] of, int r, int size) {
    if (of[r] == 0) {
      of[r] = nextLocal;
      nextLocal += size;
    }
    return of[r];
  }

  /** A variable of the JVM for an int that is of no register. */
  int newVariable() {
    return nextLocal++;
  }

  void storeBoxed(int r) {
    if (isCaptured(r)) {
      m.visitVarInsn(Opcodes.ALOAD, frame);
      Emit.push(m, r);
      RuntimeCalls.write(m, "setRegister");
    } else {
      m.visitVarInsn(Opcodes.ASTORE, local(boxed, r, 1));
    }
    now[r] = BOXED;
  }

  void storeInteger(int r) {
    if (isCaptured(r)) {
      RuntimeCalls.write(m, numbers.box(INTEGER));
      storeBoxed(r);
    } else {
      m.visitVarInsn(Opcodes.LSTORE, local(integers, r, 2));
      now[r] = INTEGER;
    }
  }

  void storeDouble(int r) {
    if (isCaptured(r)) {
      RuntimeCalls.write(m, numbers.box(DOUBLE));
      storeBoxed(r);
    } else {
      m.visitVarInsn(Opcodes.DSTORE, local(doubles, r, 2));
      now[r] = DOUBLE;
    }
  }

  /** The number on the stack is what the register is at hand as, too. */
  void also(int r, int kind) {
    if (kind == INTEGER) {
      m.visitVarInsn(Opcodes.LSTORE, local(integers, r, 2));
    } else {
      m.visitVarInsn(Opcodes.DSTORE, local(doubles, r, 2));
    }
    now[r] |= kind;
  }

  void storeNumber(int r, int kind) {
    if (kind == INTEGER) {
      storeInteger(r);
    } else {
      storeDouble(r);
    }
  }

  void loadBoxed(int r) {
    loadBoxed(r, now);
  }

  private void loadBoxed(int r, int[] state) {
    if (isCaptured(r)) {
      m.visitVarInsn(Opcodes.ALOAD, frame);
      Emit.push(m, r);
      RuntimeCalls.write(m, "getRegister");
    } else if ((state[r] & BOXED) != 0) {
      m.visitVarInsn(Opcodes.ALOAD, local(boxed, r, 1));
    } else if ((state[r] & INTEGER) != 0) {
      m.visitVarInsn(Opcodes.LLOAD, local(integers, r, 2));
      RuntimeCalls.write(m, numbers.box(INTEGER));
    } else if ((state[r] & DOUBLE) != 0) {
      m.visitVarInsn(Opcodes.DLOAD, local(doubles, r, 2));
      RuntimeCalls.write(m, numbers.box(DOUBLE));
    } else {
      m.visitInsn(Opcodes.ACONST_NULL);
    }
  }

  /** The register is at hand as a number. */
  void loadDouble(int r) {
    loadDouble(r, now);
  }

  private void loadDouble(int r, int[] state) {
    if ((state[r] & DOUBLE) != 0) {
      m.visitVarInsn(Opcodes.DLOAD, local(doubles, r, 2));
    } else if ((state[r] & INTEGER) != 0) {
      m.visitVarInsn(Opcodes.LLOAD, local(integers, r, 2));
      m.visitInsn(Opcodes.L2D);
    } else {
      m.visitInsn(Opcodes.DCONST_0);
    }
  }

  void loadInteger(int r) {
    m.visitVarInsn(Opcodes.LLOAD, local(integers, r, 2));
  }

  /** Copies a register in all kinds that it is at hand in. */
  void copy(int from, int to) {
    int kinds = isCaptured(from) ? BOXED : now[from];
    if (isCaptured(to) || isCaptured(from)) {
      loadBoxed(from);
      storeBoxed(to);
      return;
    }
    if ((kinds & BOXED) != 0) {
      m.visitVarInsn(Opcodes.ALOAD, local(boxed, from, 1));
      m.visitVarInsn(Opcodes.ASTORE, local(boxed, to, 1));
    }
    if ((kinds & INTEGER) != 0) {
      m.visitVarInsn(Opcodes.LLOAD, local(integers, from, 2));
      m.visitVarInsn(Opcodes.LSTORE, local(integers, to, 2));
    }
    if ((kinds & DOUBLE) != 0) {
      m.visitVarInsn(Opcodes.DLOAD, local(doubles, from, 2));
      m.visitVarInsn(Opcodes.DSTORE, local(doubles, to, 2));
    }
    now[to] = kinds;
  }

  /** What is at hand where two ways meet. */
  int join(int x, int y) {
    if (x == 0 || y == 0) {
      return x | y;
    }
    return (x & y) != 0 ? x & y : numbers.join(x, y);
  }

  /** Whether registers in {@code live} have to be converted to go on with {@code to}. */
  boolean differ(int[] from, int[] to, BitSet live) {
    for (int r = live.nextSetBit(0); r >= 0; r = live.nextSetBit(r + 1)) {
      if (!isCaptured(r) && (to[r] & ~from[r]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Makes the registers in {@code live} at hand as {@code to} says. */
  void convert(int[] from, int[] to, BitSet live) {
    for (int r = live.nextSetBit(0); r >= 0; r = live.nextSetBit(r + 1)) {
      int missing = isCaptured(r) ? 0 : to[r] & ~from[r];
      if ((missing & BOXED) != 0) {
        loadBoxed(r, from);
        m.visitVarInsn(Opcodes.ASTORE, local(boxed, r, 1));
      }
      if ((missing & DOUBLE) != 0) {
        loadDouble(r, from);
        m.visitVarInsn(Opcodes.DSTORE, local(doubles, r, 2));
      }
      if ((missing & INTEGER) != 0) {
        // Nothing has been written to it on this way.
        m.visitInsn(Opcodes.LCONST_0);
        m.visitVarInsn(Opcodes.LSTORE, local(integers, r, 2));
      }
    }
  }

  /** Clears what is not at hand according to {@code state}: nothing is carried round a loop. */
  void clear(int[] state, BitSet live) {
    for (int r = 0; r < count; r++) {
      clear(r, live.get(r) ? state[r] : 0);
    }
  }

  private void clear(int r, int kept) {
    if (boxed[r] != 0 && (kept & BOXED) == 0) {
      m.visitInsn(Opcodes.ACONST_NULL);
      m.visitVarInsn(Opcodes.ASTORE, boxed[r]);
    }
    if (integers[r] != 0 && (kept & INTEGER) == 0) {
      m.visitInsn(Opcodes.LCONST_0);
      m.visitVarInsn(Opcodes.LSTORE, integers[r]);
    }
    if (doubles[r] != 0 && (kept & DOUBLE) == 0) {
      m.visitInsn(Opcodes.DCONST_0);
      m.visitVarInsn(Opcodes.DSTORE, doubles[r]);
    }
  }

  /** Gives every variable a value, so that handlers and exits may read it. */
  void clearAll() {
    clear(new int[count], new BitSet());
  }

  /** Pushes three arrays with what there is, as exits need it. */
  void pushAll() {
    Emit.push(m, count);
    m.visitTypeInsn(Opcodes.ANEWARRAY, Types.VALUE);
    pushAll(boxed, Opcodes.ALOAD, Opcodes.AASTORE);
    Emit.push(m, count);
    m.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_DOUBLE);
    pushAll(doubles, Opcodes.DLOAD, Opcodes.DASTORE);
    Emit.push(m, count);
    m.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
    pushAll(integers, Opcodes.LLOAD, Opcodes.LASTORE);
  }

  private void pushAll(int[] locals, int load, int store) {
    for (int r = 0; r < count; r++) {
      if (locals[r] != 0) {
        m.visitInsn(Opcodes.DUP);
        Emit.push(m, r);
        m.visitVarInsn(load, locals[r]);
        m.visitInsn(store);
      }
    }
  }

  /**
   * Unboxes a register that may be no number of that kind, and leaves for {@code otherwise} if it
   * is none. The number is left on the stack.
   */
  void unbox(int r, int kind, Label otherwise) {
    loadBoxed(r);
    RuntimeCalls.write(m, numbers.test(kind));
    m.visitJumpInsn(Opcodes.IFEQ, otherwise);
    loadBoxed(r);
    RuntimeCalls.write(m, numbers.unbox(kind));
  }

  /** The same for a number of any kind, as the double that it is or is rounded to. */
  void unboxAny(int r, Label otherwise) {
    loadBoxed(r);
    RuntimeCalls.write(m, "isNumber");
    m.visitJumpInsn(Opcodes.IFEQ, otherwise);
    loadBoxed(r);
    RuntimeCalls.write(m, "valueOf");
  }
}
