package org.moonwire.policy;

/** What must hold for a policy to apply, beside its filters. */
interface Rule {
  /** Returns whether it holds; a request it cannot judge is a failure. */
  boolean holds(Request request) throws EvaluationException;
}
