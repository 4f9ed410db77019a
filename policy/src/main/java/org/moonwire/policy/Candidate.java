package org.moonwire.policy;

/** Policies as an index found them. */
@FunctionalInterface
interface Candidate {
  /** About what it takes to look at one. */
  int WORK = 20;

  /**
   * Returns whether a policy among them has its effect on the request; a deny policy that fails
   * has. A pattern that cannot be compared is a failure.
   */
  boolean decides(Request request) throws EvaluationException;

  /** Returns whether any of them decides. */
  static boolean any(Candidate[] candidates, Request request) throws EvaluationException {
    for (Candidate candidate : candidates) {
      request.meter().work(WORK);
      if (candidate.decides(request)) {
        return true;
      }
    }
    return false;
  }
}
