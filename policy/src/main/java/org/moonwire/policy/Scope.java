package org.moonwire.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * An immutable set of policies, one per id. A request is denied if any policy denies it, otherwise
 * allowed if any allows it, otherwise undefined; the order of policies does not matter. Safe for
 * use by many threads.
 */
public final class Scope {
  private static final Scope EMPTY = new Scope(Map.of());

  private final Map<String, Policy> policies;
  // The same ones, to walk over.
  private final Policy[] all;
  // Made when first needed, maybe twice by two threads; immutable.
  private ScopeIndex index;

  private Scope(Map<String, Policy> policies) {
    this.policies = policies;
    this.all = policies.values().toArray(Policy[]::new);
  }

  /** Returns a scope of these policies; of several with one id the last is kept. */
  public static Scope of(Collection<Policy> policies) {
    return policies.isEmpty() ? EMPTY : new Scope(Policy.byId(policies));
  }

  /** Returns the scope without policies, for which every request is undefined. */
  public static Scope empty() {
    return EMPTY;
  }

  /** Returns a scope that has this policy too, in place of one with the same id. */
  public Scope with(Policy policy) {
    Map<String, Policy> copy = new LinkedHashMap<>(policies);
    copy.put(policy.id(), policy);
    return new Scope(copy);
  }

  /** Returns a scope without the policy of this id, or this very scope if it has none. */
  public Scope without(String id) {
    if (!contains(id)) {
      return this;
    }
    Map<String, Policy> copy = new LinkedHashMap<>(policies);
    copy.remove(Policy.canonicalId(id));
    return new Scope(copy);
  }

  /** Returns whether a policy has this id. */
  public boolean contains(String id) {
    return policies.containsKey(Policy.canonicalId(id));
  }

  /** Returns the policies in the order they were added. */
  public Collection<Policy> policies() {
    return List.copyOf(policies.values());
  }

  /** Returns whether a policy names this action literally; wildcards do not count. */
  public boolean names(String action) {
    for (Policy policy : all) {
      if (policy.names(action)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Decides about a request.
   *
   * @param meta data about the request; values are String, Number, Boolean, List or Map
   */
  public Decision evaluate(Actor actor, String action, String resource, Map<String, Object> meta) {
    return evaluate(new Request(actor, action, resource, meta));
  }

  /**
   * Decides like {@link #evaluate(Actor, String, String, Map)} and tells of the work that takes.
   *
   * @param meter is told of some thousand units at a time, each about a nanosecond, before they are
   *     done; what it throws ends the decision and reaches the caller
   */
  public Decision evaluate(
      Actor actor, String action, String resource, Map<String, Object> meta, LongConsumer meter) {
    return evaluate(new Request(actor, action, resource, meta, meter));
  }

  private Decision evaluate(Request request) {
    return all.length < ScopeIndex.MIN_POLICIES ? walk(request) : index().decide(request);
  }

  /** Decides by looking at one policy after the other. */
  Decision walk(Request request) {
    boolean allowed = false;
    for (Policy policy : all) {
      request.meter().work(Candidate.WORK);
      boolean denies = policy.effect() == Effect.DENY;
      // Once allowed, only a denial can make a difference.
      if ((denies || !allowed) && policy.decides(request)) {
        if (denies) {
          return Decision.DENY;
        }
        allowed = true;
      }
    }
    return allowed ? Decision.ALLOW : Decision.UNDEFINED;
  }

  private ScopeIndex index() {
    ScopeIndex made = index;
    if (made == null) {
      made = new ScopeIndex(this, policies.values());
      index = made;
    }
    return made;
  }

  /** Decides like {@link #evaluate} and says which policies decided and which failed. */
  public Explanation explain(
      Actor actor, String action, String resource, Map<String, Object> meta) {
    return explain(new Request(actor, action, resource, meta));
  }

  Explanation explain(Request request) {
    List<String> allowing = new ArrayList<>();
    List<String> denying = new ArrayList<>();
    Map<String, String> failed = new LinkedHashMap<>();
    for (Policy policy : all) {
      request.meter().work(Candidate.WORK);
      PolicyResult result = policy.result(request);
      result.failure().ifPresent(reason -> failed.put(policy.id(), reason));
      switch (result.decision()) {
        case ALLOW -> allowing.add(policy.id());
        case DENY -> denying.add(policy.id());
        case UNDEFINED -> {}
      }
    }
    if (!denying.isEmpty()) {
      return new Explanation(Decision.DENY, denying, failed);
    }
    Decision decision = allowing.isEmpty() ? Decision.UNDEFINED : Decision.ALLOW;
    return new Explanation(decision, allowing, failed);
  }

  /** Returns the ids of the policies. */
  @Override
  public String toString() {
    return policies.keySet().toString();
  }
}
