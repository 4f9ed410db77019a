package org.moonwire.policy;

import java.util.Collection;

/** Decides for a large scope without looking at every policy of it; immutable. */
final class ScopeIndex {
  /** The number of policies below which looking at each of them costs less. */
  static final int MIN_POLICIES = 12;

  private final Scope scope;
  private final EffectIndex denying;
  private final EffectIndex allowing;

  ScopeIndex(Scope scope, Collection<Policy> policies) {
    this.scope = scope;
    this.denying = of(policies, Effect.DENY);
    this.allowing = of(policies, Effect.ALLOW);
  }

  private static EffectIndex of(Collection<Policy> policies, Effect effect) {
    return new EffectIndex(policies.stream().filter(p -> p.effect() == effect).toList());
  }

  Decision decide(Request request) {
    try {
      if (denying.any(request)) {
        return Decision.DENY;
      }
      return allowing.any(request) ? Decision.ALLOW : Decision.UNDEFINED;
    } catch (EvaluationException e) {
      // Patterns for URLs fail on a resource that only looks like one, each policy for itself.
      return scope.walk(request);
    }
  }
}
