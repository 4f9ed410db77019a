package org.moonwire.policy;

import java.util.List;

/**
 * Holds when every part does. One false part decides, wherever it stands; a part that fails makes
 * the whole fail only if no other part is false, so the order of conditions does not matter.
 */
record AllOf(List<? extends Rule> parts) implements Rule {
  AllOf {
    parts = List.copyOf(parts);
  }

  @Override
  public boolean holds(Request request) throws EvaluationException {
    EvaluationException failure = null;
    for (Rule part : parts) {
      try {
        if (!part.holds(request)) {
          return false;
        }
      } catch (EvaluationException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return true;
  }
}
