package org.moonwire.policy;

/** A policy as an index found it. */
@FunctionalInterface
interface Candidate {
  /** Returns whether the policy has its effect on the request; a deny policy that fails has. */
  boolean decides(Request request);

  /** Returns whether any of them decides. */
  static boolean any(Candidate[] candidates, Request request) {
    for (Candidate candidate : candidates) {
      if (candidate.decides(request)) {
        return true;
      }
    }
    return false;
  }
}
