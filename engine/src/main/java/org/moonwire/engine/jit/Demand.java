package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import java.util.BitSet;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Opcodes54;

/**
 * Which registers are wanted as numbers, and of which kind: on every way on, the next thing that is
 * done with them is arithmetic. Loops are expected to run. Only a guess about what programs mean:
 * code that builds on it checks, and leaves for the interpreter where a value is something else.
 */
final class Demand {
  private final Bytecode code;

  // By instruction; a register r has the bits 2r and 2r + 1, for a double and for an integer.

  private final BitSet[] before;
  private final BitSet[] after;

  Demand(Bytecode code) {
    this.code = code;
    before = new BitSet[code.length];
    after = new BitSet[code.length];
    for (int i = 0; i < code.length; i++) {
      before[i] = new BitSet();
      after[i] = new BitSet();
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = code.length - 1; i >= 0; i--) {
        changed |= update(i);
      }
    }
  }

  /** The kind of number that the register is wanted as before {@code i}; 0 if it is not. */
  int before(int i, int register) {
    return wanted(before[i], register);
  }

  /** The kind that what {@code i} writes to the register is wanted as; 0 if it is not. */
  int after(int i, int register) {
    return wanted(after[i], register);
  }

  private int wanted(BitSet at, int register) {
    if (code.captured.get(register)) {
      return 0;
    }
    return at.get(2 * register) ? DOUBLE : at.get(2 * register + 1) ? INTEGER : 0;
  }

  private boolean update(int i) {
    BitSet wanted = onTheWaysOn(i);
    after[i] = (BitSet) wanted.clone();
    BitSet written = new BitSet();
    code.writes(i, written);
    for (int r = written.nextSetBit(0); r >= 0; r = written.nextSetBit(r + 1)) {
      wanted.clear(2 * r, 2 * r + 2);
    }
    add(i, wanted);
    boolean changed = !wanted.equals(before[i]);
    before[i] = wanted;
    return changed;
  }

  private BitSet onTheWaysOn(int i) {
    boolean isLoop = code.op[i] == Lua.OP_FORLOOP || code.op[i] == Lua.OP_TFORLOOP;
    BitSet wanted = null;
    for (int next : code.successors(i)) {
      if (wanted == null) {
        wanted = (BitSet) before[next].clone();
      } else if (isLoop) {
        wanted.or(before[next]);
      } else {
        wanted.and(before[next]);
      }
    }
    return wanted == null ? new BitSet() : wanted;
  }

  private void add(int i, BitSet wanted) {
    switch (code.op[i]) {
      case Lua.OP_MOVE -> add(code.b[i], wanted(after[i], code.a[i]), wanted);
      case Lua.OP_UNM, Opcodes54.BNOT -> add(code.b[i], code.numbers.expected(i, 0), wanted);
      case Lua.OP_LT, Lua.OP_LE -> {
        add(code.b[i], code.numbers.expectedWith(i, 0, constant(code.c[i])), wanted);
        add(code.c[i], code.numbers.expectedWith(i, 1, constant(code.b[i])), wanted);
      }
      case Lua.OP_FORPREP -> {
        for (int j = 0; j < 3; j++) {
          add(code.a[i] + j, code.numbers.expected(i, j), wanted);
        }
      }
      default -> {
        if (Bytecode.isBinary(code.op[i])) {
          add(code.b[i], code.numbers.expected(i, 0), wanted);
          add(code.c[i], code.numbers.expected(i, 1), wanted);
        }
      }
    }
  }

  private LuaValue constant(int operand) {
    return operand >= Bytecode.CONSTANT ? code.constant(operand) : null;
  }

  private static void add(int operand, int kind, BitSet wanted) {
    if (operand < Bytecode.CONSTANT && kind != 0) {
      wanted.clear(2 * operand, 2 * operand + 2);
      wanted.set(2 * operand + (kind == INTEGER ? 1 : 0));
    }
  }
}
