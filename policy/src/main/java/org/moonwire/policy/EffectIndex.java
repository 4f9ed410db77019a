package org.moonwire.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds, among the policies of a scope with one effect, those a request may concern. */
final class EffectIndex {
  // A policy stands once under each pair of patterns: no file may make that explode.
  private static final int MAX_PATTERN_PAIRS = 64;

  private record Wildcard(TextPattern action, ResourceIndex resources) {}

  private final Map<String, ResourceIndex> byAction = new HashMap<>();
  private final List<Wildcard> byPattern = new ArrayList<>();
  private final Candidate[] others;

  EffectIndex(List<Policy> policies) {
    Map<String, ResourceIndex.Builder> builders = new LinkedHashMap<>();
    Map<String, TextPattern> patterns = new HashMap<>();
    List<Candidate> tooMany = new ArrayList<>();
    for (Policy policy : policies) {
      List<TextPattern> actions = policy.filters().actions();
      if ((long) actions.size() * policy.filters().resources().size() > MAX_PATTERN_PAIRS) {
        tooMany.add(policy::decides);
        continue;
      }
      for (TextPattern action : actions) {
        patterns.put(action.text(), action);
        builders.computeIfAbsent(action.text(), t -> new ResourceIndex.Builder()).add(policy);
      }
    }
    builders.forEach((text, builder) -> add(patterns.get(text), builder.build()));
    others = tooMany.toArray(Candidate[]::new);
  }

  private void add(TextPattern action, ResourceIndex resources) {
    if (action.isLiteral()) {
      byAction.put(action.text(), resources);
    } else {
      byPattern.add(new Wildcard(action, resources));
    }
  }

  /** Returns whether a policy decides about the request. */
  boolean any(Request request) throws EvaluationException {
    ResourceIndex exact = byAction.get(request.action());
    if (exact != null && exact.any(request)) {
      return true;
    }
    for (Wildcard wildcard : byPattern) {
      if (wildcard.action.matches(request.action(), request.meter())
          && wildcard.resources.any(request)) {
        return true;
      }
    }
    return Candidate.any(others, request);
  }
}
