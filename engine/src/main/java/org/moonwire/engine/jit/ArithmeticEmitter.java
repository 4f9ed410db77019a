package org.moonwire.engine.jit;

/** Writes the operators of numbers of one level of the language. */
interface ArithmeticEmitter {
  /** Writes the instruction {@code i}, an operator of two operands. */
  void binary(int i);

  /** Writes one of one operand. */
  void unary(int i);
}
