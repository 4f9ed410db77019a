package org.moonwire.policy;

/** One item of a resource filter. */
interface ResourcePattern {
  /** Returns whether the resource fits; one that cannot be judged is a failure. */
  boolean matches(Request request) throws EvaluationException;
}
