package org.moonwire.engine.core;

import org.luaj.vm2.Lua;

/**
 * Instructions of level 5.4 that LuaJ's set lacks, numbered behind it and laid out alike, and the
 * forms that its others take in a function of that level when it is unpacked: a level is a matter
 * of which instructions there are, so that level 5.2 has nothing to look at while it runs.
 */
public final class Opcodes54 {
  /** {@code A B C: R(A) := RK(B) // RK(C)}. */
  public static final int IDIV = 40;

  /** {@code A B C: R(A) := RK(B) & RK(C)}. */
  public static final int BAND = 41;

  /** {@code A B C: R(A) := RK(B) | RK(C)}. */
  public static final int BOR = 42;

  /** {@code A B C: R(A) := RK(B) ~ RK(C)}. */
  public static final int BXOR = 43;

  /** {@code A B C: R(A) := RK(B) << RK(C)}. */
  public static final int SHL = 44;

  /** {@code A B C: R(A) := RK(B) >> RK(C)}. */
  public static final int SHR = 45;

  /** {@code A B: R(A) := ~R(B)}. */
  public static final int BNOT = 46;

  /** {@code A}: the variable in R(A) is to be closed. */
  public static final int TBC = 47;

  /** How many numbers instructions have as the compiler writes them. */
  static final int COUNT = 64;

  // Unpacked only.

  static final int ADD = 48;
  static final int SUB = 49;
  static final int MUL = 50;

  /** Every other operator; those of one operand have it twice. */
  static final int COMPUTE = 51;

  static final int FORPREP = 52;
  static final int FORLOOP = 53;

  /** A jump out of a block, and a return, in a function with variables to be closed. */
  static final int CLOSING_JMP = 54;

  static final int CLOSING_RETURN = 55;

  /** {@link #ADD} to {@link #COMPUTE}, which note in {@link SeenNumbers} what they calculate on. */
  static final int SEEING_COMPUTE = 56;

  /** {@link #FORPREP}, and {@code LT} and {@code LE}, which do so. */
  static final int SEEING_FORPREP = 57;

  static final int SEEING_ORDER = 58;

  private Opcodes54() {}

  /** The form of an unpacked instruction in a function with variables to be closed. */
  static int closingForm(int op, boolean leavesBlock) {
    return switch (op) {
      case Lua.OP_JMP -> leavesBlock ? CLOSING_JMP : op;
      case Lua.OP_RETURN -> CLOSING_RETURN;
      default -> op;
    };
  }

  /** The form of an unpacked instruction that notes what numbers it sees. */
  static int seeingForm(int op) {
    return switch (op) {
      case ADD, SUB, MUL, COMPUTE -> SEEING_COMPUTE;
      case FORPREP -> SEEING_FORPREP;
      case Lua.OP_LT, Lua.OP_LE -> SEEING_ORDER;
      default -> op;
    };
  }

  /** The form of an unpacked instruction in a function of level 5.4. */
  static int form(int op) {
    return switch (op) {
      case Lua.OP_ADD -> ADD;
      case Lua.OP_SUB -> SUB;
      case Lua.OP_MUL -> MUL;
      case Lua.OP_DIV, Lua.OP_MOD, Lua.OP_POW, Lua.OP_UNM -> COMPUTE;
      case IDIV, BAND, BOR, BXOR, SHL, SHR, BNOT -> COMPUTE;
      case Lua.OP_FORPREP -> FORPREP;
      case Lua.OP_FORLOOP -> FORLOOP;
      default -> op;
    };
  }
}
