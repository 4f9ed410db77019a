package org.moonwire.policy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Holds when every condition does. One false condition decides, wherever it stands; one that fails
 * makes the whole fail only if no other is false, so the order of conditions does not matter.
 */
final class AllOf implements Rule {
  private static final Comparator<Condition> BY_COST =
      Comparator.comparingInt(condition -> condition.operator().cost());

  // As written.
  private final List<Condition> conditions;
  private final Condition[] cheapFirst;

  AllOf(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
    this.cheapFirst = conditions.toArray(Condition[]::new);
    Arrays.sort(cheapFirst, BY_COST);
  }

  @Override
  public boolean holds(Request request) throws EvaluationException {
    boolean failed = false;
    for (Condition condition : cheapFirst) {
      try {
        if (!condition.holds(request)) {
          return false;
        }
      } catch (EvaluationException e) {
        failed = true;
      }
    }
    return !failed || fail(request);
  }

  @Override
  public List<String> complaints(Request request) {
    return conditions.stream().flatMap(c -> c.complaints(request).stream()).toList();
  }

  /** The conditions as written. */
  List<Condition> conditions() {
    return conditions;
  }

  /** Explanations name the first failure as the policy is written. */
  private boolean fail(Request request) throws EvaluationException {
    for (Condition condition : conditions) {
      condition.holds(request);
    }
    return true;
  }
}
