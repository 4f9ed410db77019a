package org.moonwire.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The policies of an index that have one resource pattern in common, which is then compared once.
 */
final class PatternGroup implements Candidate {
  private final ResourcePattern pattern;
  // Filled while the index is built.
  private final List<Policy> policies = new ArrayList<>();

  PatternGroup(ResourcePattern pattern) {
    this.pattern = pattern;
  }

  void add(Policy policy) {
    policies.add(policy);
  }

  @Override
  public boolean decides(Request request) throws EvaluationException {
    if (!pattern.matches(request)) {
      return false;
    }
    for (int i = 0; i < policies.size(); i++) {
      request.meter().work(WORK);
      if (policies.get(i).decidesByRule(request)) {
        return true;
      }
    }
    return false;
  }
}
