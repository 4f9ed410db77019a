package org.moonwire.engine.jit;

import java.util.BitSet;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;

/**
 * Which registers are wanted as numbers: on every way on, the next thing that is done with them is
 * arithmetic. Loops are expected to run. Only a guess about what programs mean: code that builds on
 * it checks, and leaves for the interpreter where a value is no number.
 */
final class Demand {
  private final Bytecode code;
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

  /** Whether the value of the register is wanted as a number before {@code i}. */
  boolean isBefore(int i, int register) {
    return before[i].get(register) && !code.captured.get(register);
  }

  /** Whether what {@code i} writes to the register is wanted as a number. */
  boolean isAfter(int i, int register) {
    return after[i].get(register) && !code.captured.get(register);
  }

  private boolean update(int i) {
    BitSet wanted = onTheWaysOn(i);
    after[i] = (BitSet) wanted.clone();
    BitSet written = new BitSet();
    code.writes(i, written);
    wanted.andNot(written);
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
      case Lua.OP_MOVE -> {
        if (after[i].get(code.a[i])) {
          wanted.set(code.b[i]);
        }
      }
      case Lua.OP_ADD, Lua.OP_SUB, Lua.OP_MUL, Lua.OP_DIV, Lua.OP_MOD, Lua.OP_POW -> {
        addOperand(code.b[i], wanted);
        addOperand(code.c[i], wanted);
      }
      case Lua.OP_UNM -> wanted.set(code.b[i]);
      case Lua.OP_LT, Lua.OP_LE -> {
        if (isNumber(code.b[i])) {
          addOperand(code.c[i], wanted);
        } else if (isNumber(code.c[i])) {
          addOperand(code.b[i], wanted);
        }
      }
      case Lua.OP_FORPREP -> wanted.set(code.a[i], code.a[i] + 3);
      default -> {
        // as it was
      }
    }
  }

  private boolean isNumber(int operand) {
    return operand >= Bytecode.CONSTANT && code.constant(operand) instanceof LuaNumber;
  }

  private static void addOperand(int operand, BitSet wanted) {
    if (operand < Bytecode.CONSTANT) {
      wanted.set(operand);
    }
  }
}
