package org.moonwire.policy;

import java.util.List;

/** Reports what keeps an expression from being compiled. */
final class ExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * One mistake.
   *
   * @param line the line inside the expression, counted from 1
   * @param column the column, counted from 0
   * @param message what is wrong
   */
  record Mistake(int line, int column, String message) {}

  private final transient List<Mistake> mistakes;

  ExpressionException(List<Mistake> mistakes) {
    super(mistakes.toString());
    this.mistakes = List.copyOf(mistakes);
  }

  List<Mistake> mistakes() {
    return mistakes;
  }
}
