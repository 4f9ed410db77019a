package org.moonwire.policy;

/**
 * Is told of every decision of a {@link SecurityContext}, after it is made and before the program
 * goes on. Called from any thread, also from several at once, and must be fast. It cannot change a
 * decision: a {@code RuntimeException} it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface DecisionListener {
  /** Takes note of a decision. */
  void onDecision(Verdict verdict);
}
