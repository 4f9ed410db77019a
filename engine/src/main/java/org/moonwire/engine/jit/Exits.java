package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.BOXED;
import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.moonwire.engine.core.CompiledExit;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** The places where the code of one function can be left for the interpreter. */
final class Exits {
  private final CompiledMethod method;
  private final List<CompiledExit> all = new ArrayList<>();

  Exits(CompiledMethod method) {
    this.method = method;
  }

  CompiledExit[] all() {
    return all.toArray(CompiledExit[]::new);
  }

  /** The number of a place where registers are at hand as now. */
  int add(int instruction, BitSet live, int openFrom, Registers registers) {
    int count = live.cardinality();
    int[] saved = new int[count];
    byte[] kinds = new byte[count];
    int n = 0;
    for (int r = live.nextSetBit(0); r >= 0; r = live.nextSetBit(r + 1)) {
      int kind = registers.isCaptured(r) ? 0 : registers.now[r];
      if (kind != 0) {
        saved[n] = r;
        kinds[n++] = best(kind);
      }
    }
    int[] exactly = java.util.Arrays.copyOf(saved, n);
    all.add(new CompiledExit(instruction, openFrom, exactly, java.util.Arrays.copyOf(kinds, n)));
    return all.size() - 1;
  }

  private static byte best(int kinds) {
    if ((kinds & BOXED) != 0) {
      return BOXED;
    }
    return (kinds & INTEGER) != 0 ? INTEGER : DOUBLE;
  }

  /** Writes the leaving itself, at {@code label}. */
  void writeJump(Label label, int at) {
    method.m.visitLabel(label);
    method.setAt(at);
    method.m.visitJumpInsn(Opcodes.GOTO, method.leave);
  }
}
