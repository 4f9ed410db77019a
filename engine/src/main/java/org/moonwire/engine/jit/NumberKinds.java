package org.moonwire.engine.jit;

import org.luaj.vm2.LuaValue;

/**
 * How compiled code of a level of the language keeps numbers: as what a constant is at hand, what
 * is at hand where two ways meet, what is expected of operands, and how the machine's methods for
 * it are called.
 */
interface NumberKinds {
  /** The kind that a constant is at hand in, which is BOXED if it is no number. */
  int of(LuaValue constant);

  /** What a register is at hand as where two ways meet; on both it is at hand as something. */
  int join(int x, int y);

  /**
   * The kind of number that an operand of an arithmetic instruction, a comparison or a loop is
   * guessed to be, counted from 0; 0 if none.
   */
  int expected(int i, int operand);

  /** As {@link #expected} of a comparison, given the constant that it compares with, or null. */
  int expectedWith(int i, int operand, LuaValue other);

  /**
   * The kind that two operands of a comparison are compared as, given the kinds of number that they
   * are at hand as, or 0; 0 if as values.
   */
  int compared(int i, int x, int y);

  /** Whether an operand has been seen to be no number. */
  boolean isOther(int i, int operand);

  /** The method that tells whether a value is a number of that kind. */
  String test(int kind);

  /** The method that takes the number out of such a value. */
  String unbox(int kind);

  /** The method that makes a value of such a number. */
  String box(int kind);

  /** What the names of methods for keys of that kind end in. */
  String key(int kind);
}
