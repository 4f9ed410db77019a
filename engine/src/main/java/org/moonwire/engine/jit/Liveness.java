package org.moonwire.engine.jit;

import java.util.BitSet;
import org.luaj.vm2.LocVars;
import org.luaj.vm2.Lua;

/** Which registers may still be read at each instruction, or seen as a local variable. */
final class Liveness {
  private Liveness() {}

  static BitSet[] of(Bytecode code) {
    BitSet[] live = new BitSet[code.length];
    for (int i = 0; i < live.length; i++) {
      live[i] = named(code, i);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = code.length - 1; i >= 0; i--) {
        BitSet now = after(code, live, i);
        BitSet written = new BitSet();
        code.writes(i, written);
        now.andNot(written);
        code.reads(i, now);
        now.or(live[i]);
        if (!now.equals(live[i])) {
          live[i] = now;
          changed = true;
        }
      }
    }
    return live;
  }

  private static BitSet after(Bytecode code, BitSet[] live, int i) {
    BitSet all = new BitSet();
    for (int next : code.successors(i)) {
      if (next < code.length) {
        BitSet there = (BitSet) live[next].clone();
        if (next == code.target(i)) {
          clearWrittenOnTheWay(code, i, there);
        }
        all.or(there);
      }
    }
    return all;
  }

  /** Loop instructions write the control variable only if the loop goes on. */
  private static void clearWrittenOnTheWay(Bytecode code, int i, BitSet live) {
    if (code.op[i] == Lua.OP_FORLOOP) {
      live.clear(code.a[i] + 3);
    } else if (code.op[i] == Lua.OP_TFORLOOP) {
      live.clear(code.a[i]);
    }
  }

  /** The registers of local variables that a debugger sees. */
  private static BitSet named(Bytecode code, int i) {
    BitSet named = new BitSet();
    int register = 0;
    for (LocVars v : code.program.locvars) {
      if (v.startpc <= i && i < v.endpc) {
        named.set(register++);
      }
    }
    return named;
  }
}
