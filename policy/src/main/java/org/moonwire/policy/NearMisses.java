package org.moonwire.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the policies that a request misses by one thing only. */
final class NearMisses {
  static final int MAX_SHOWN = 10;

  private NearMisses() {}

  static List<NearMiss> of(Scope scope, Request request) {
    return scope.policies().stream()
        .flatMap(policy -> miss(policy, request).stream())
        .limit(MAX_SHOWN)
        .toList();
  }

  private static Optional<NearMiss> miss(Policy policy, Request request) {
    List<String> reasons = new ArrayList<>();
    List<TextPattern> actions = policy.filters().actions();
    if (!policy.filters().matchesAction(request.action())) {
      Optional<String> meant = misspelt(actions, request.action());
      if (meant.isEmpty()) {
        return Optional.empty();
      }
      reasons.add("its action is `" + meant.get() + "`, not `" + request.action() + "`");
    } else {
      // Only then: what a request tells, such as the port of its URL, depends on its action.
      reasons.addAll(policy.rule().complaints(request));
    }
    reasons.addAll(resource(policy.filters().resources(), request));
    return reasons.size() == 1
        ? Optional.of(new NearMiss(policy.id(), policy.effect(), reasons.get(0)))
        : Optional.empty();
  }

  private static Optional<String> misspelt(List<TextPattern> actions, String action) {
    return Spelling.closest(action, actions.stream().map(TextPattern::text).toList());
  }

  /** What keeps the resource from the pattern that it comes nearest to; empty if one fits. */
  private static List<String> resource(List<ResourcePattern> patterns, Request request) {
    List<String> nearest = null;
    for (ResourcePattern pattern : patterns) {
      if (fits(pattern, request)) {
        return List.of();
      }
      List<String> complaints = pattern.complaints(request);
      if (nearest == null || complaints.size() < nearest.size()) {
        nearest = complaints;
      }
    }
    return nearest == null ? List.of() : nearest;
  }

  private static boolean fits(ResourcePattern pattern, Request request) {
    try {
      return pattern.matches(request);
    } catch (EvaluationException e) {
      return false;
    }
  }
}
