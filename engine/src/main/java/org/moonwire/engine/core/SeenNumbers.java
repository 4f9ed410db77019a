package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.LuaValue;

/**
 * What the instructions of a function of level 5.4 were given while it was interpreted: integers,
 * floats or something else. A guess for the compiler about what they will be given. Threads that
 * share the function may lose what another notes at the same moment.
 */
public final class SeenNumbers {
  /** An operand was an integer. */
  public static final int INTEGER = 1;

  /** It was a float. */
  public static final int FLOAT = 2;

  /** It was no number. */
  public static final int OTHER = 4;

  private static final int BITS = 3;
  private static final int MASK = (1 << BITS) - 1;

  private final short[] seen;

  /** How often something new was seen. */
  private int changes;

  /** That number at the first of the snapshots that are in use; less than 0 if none is. */
  private int oldest = -1;

  SeenNumbers(int instructions) {
    seen = new short[instructions];
  }

  /** Notes the operands of an instruction; {@code z} may be Java null. */
  void add(int instruction, LuaValue x, LuaValue y, LuaValue z) {
    int now = kind(x) | (kind(y) << BITS) | (z == null ? 0 : kind(z) << (2 * BITS));
    int before = seen[instruction];
    if ((now & ~before) != 0) {
      seen[instruction] = (short) (before | now);
      changes++;
    }
  }

  private static int kind(LuaValue v) {
    return Int64.is(v) ? INTEGER : v instanceof Float64 ? FLOAT : OTHER;
  }

  /** Whether there is something that one of the snapshots in use does not have. */
  boolean hasChanged() {
    return oldest >= 0 && oldest != changes;
  }

  /** From now on no snapshot is in use that has been taken so far. */
  void dropSnapshots() {
    oldest = -1;
  }

  /** What has been seen so far, by instruction, for {@link #of}. */
  public short[] snapshot() {
    if (oldest < 0) {
      oldest = changes;
    }
    return Arrays.copyOf(seen, seen.length);
  }

  /** Which of the three an operand was, counted from 0; 0 if the instruction was never executed. */
  public static int of(short[] snapshot, int instruction, int operand) {
    return (snapshot[instruction] >> (operand * BITS)) & MASK;
  }
}
