package org.moonwire.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A compiled policy: when its action filter, its resource filter and all its conditions hold, its
 * effect is its decision, otherwise it is undefined. A condition that cannot be evaluated makes an
 * allow policy undefined and a deny policy deny. Immutable, safe for use by many threads.
 */
public final class Policy {
  private final String id;
  private final Set<String> groups;
  private final Effect effect;
  private final Filters filters;
  private final Rule rule;
  private final PolicyResult whenMet;

  Policy(String id, Set<String> groups, Effect effect, Filters filters, Rule rule) {
    this.id = id;
    this.groups = groups;
    this.effect = effect;
    this.filters = filters;
    this.rule = rule;
    this.whenMet = new PolicyResult(effect.decision(), Optional.empty());
  }

  /**
   * Starts a policy that is built in code.
   *
   * @param id {@code namespace:name}; a bare name is one in the empty namespace
   */
  public static PolicyBuilder builder(String id) {
    return new PolicyBuilder(canonicalId(id));
  }

  /** Returns the id with its namespace: {@code name} without a colon becomes {@code :name}. */
  public static String canonicalId(String id) {
    return Objects.requireNonNull(id, "id").indexOf(':') < 0 ? ":" + id : id;
  }

  /** Returns the id, {@code namespace:name}. */
  public String id() {
    return id;
  }

  /** Returns the ids of the groups the policy belongs to. */
  public Set<String> groups() {
    return groups;
  }

  /** Returns what the policy decides when it applies. */
  public Effect effect() {
    return effect;
  }

  /**
   * Decides about a request.
   *
   * @param meta data about the request; values are String, Number, Boolean, List or Map
   */
  public Decision evaluate(Actor actor, String action, String resource, Map<String, Object> meta) {
    return result(new Request(actor, action, resource, meta)).decision();
  }

  /**
   * Decides like {@link #evaluate(Actor, String, String, Map)} and tells of the work that takes.
   *
   * @param meter is told of some thousand units at a time, each about a nanosecond, before they are
   *     done; what it throws ends the decision and reaches the caller
   */
  public Decision evaluate(
      Actor actor, String action, String resource, Map<String, Object> meta, LongConsumer meter) {
    return result(new Request(actor, action, resource, meta, meter)).decision();
  }

  /** Returns whether the policy, evaluated, has its effect; a deny policy that fails has. */
  boolean decides(Request request) {
    try {
      return filters.holds(request) && rule.holds(request);
    } catch (EvaluationException e) {
      return effect.whenFailed() == effect.decision();
    }
  }

  /** Returns what {@link #decides} does for a request that fits the filters. */
  boolean decidesByRule(Request request) {
    try {
      return rule.holds(request);
    } catch (EvaluationException e) {
      return effect.whenFailed() == effect.decision();
    }
  }

  PolicyResult result(Request request) {
    try {
      return filters.holds(request) && rule.holds(request) ? whenMet : PolicyResult.UNDEFINED;
    } catch (EvaluationException e) {
      return new PolicyResult(effect.whenFailed(), Optional.of(e.getMessage()));
    }
  }

  /** Returns whether the action filter has exactly this text; wildcards do not count. */
  boolean names(String action) {
    return filters.names(action);
  }

  Filters filters() {
    return filters;
  }

  Rule rule() {
    return rule;
  }

  /** Returns the id. */
  @Override
  public String toString() {
    return id;
  }

  static Map<String, Policy> byId(Iterable<Policy> policies) {
    Map<String, Policy> map = new LinkedHashMap<>();
    policies.forEach(policy -> map.put(policy.id, policy));
    return map;
  }
}
