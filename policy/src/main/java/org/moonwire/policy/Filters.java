package org.moonwire.policy;

import java.util.List;

/**
 * Selects the requests a policy is about by action and resource; any item of each list suffices.
 */
record Filters(List<TextPattern> actions, List<ResourcePattern> resources) implements Rule {
  Filters {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
  }

  @Override
  public boolean holds(Request request) throws EvaluationException {
    return matchesAction(request) && matchesResource(request);
  }

  private boolean matchesAction(Request request) {
    for (TextPattern pattern : actions) {
      if (pattern.matches(request.action(), request.meter())) {
        return true;
      }
    }
    return false;
  }

  boolean matchesAction(String action) {
    for (TextPattern pattern : actions) {
      if (pattern.matches(action)) {
        return true;
      }
    }
    return false;
  }

  boolean names(String action) {
    for (TextPattern pattern : actions) {
      if (pattern.text().equals(action)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesResource(Request request) throws EvaluationException {
    EvaluationException failure = null;
    for (ResourcePattern pattern : resources) {
      try {
        if (pattern.matches(request)) {
          return true;
        }
      } catch (EvaluationException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return false;
  }
}
