package org.moonwire.policy;

import java.util.List;

/** What must hold for a policy to apply, beside its filters. */
interface Rule {
  /** Returns whether it holds; a request it cannot judge is a failure. */
  boolean holds(Request request) throws EvaluationException;

  /** Says what in it does not hold, an item for each part; empty if all does. */
  default List<String> complaints(Request request) {
    try {
      return holds(request) ? List.of() : List.of("its expression does not hold");
    } catch (EvaluationException e) {
      return List.of(e.getMessage());
    }
  }
}
