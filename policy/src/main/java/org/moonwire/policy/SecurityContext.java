package org.moonwire.policy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a running program is judged by: an actor and a scope, either of which may be missing, and
 * what a missing one means. Nothing is configured: everything is allowed. A policy source is
 * configured, or strict mode is on: an incomplete context is allowed nothing. Immutable; a program
 * cannot change its own context.
 */
public final class SecurityContext {
  private static final SecurityContext UNCONFIGURED = of(null, null, false, false);

  private final Actor actor;
  private final Scope scope;
  private final Terms terms;

  /** What stays when actor or scope change. */
  private record Terms(
      boolean configured, boolean strict, Authority authority, Audit audit, LongConsumer meter) {
    Terms with(Authority other) {
      return new Terms(configured, strict, other, audit, meter);
    }

    Terms with(Audit other) {
      return new Terms(configured, strict, authority, other, meter);
    }

    Terms with(LongConsumer other) {
      Authority metered =
          authority instanceof PolicyAuthority policies
              ? new PolicyAuthority(policies.permissive(), other)
              : authority;
      return new Terms(configured, strict, metered, audit, other);
    }
  }

  private SecurityContext(Actor actor, Scope scope, Terms terms) {
    this.actor = actor;
    this.scope = scope;
    this.terms = terms;
  }

  private static void tellNobody(long units) {}

  /** Returns the context of a host that configures nothing: everything is allowed. */
  public static SecurityContext unconfigured() {
    return UNCONFIGURED;
  }

  /**
   * Creates a context.
   *
   * @param actorOrNull the actor, null when there is none; an empty id counts as present
   * @param scopeOrNull the scope, null when there is none; an empty one allows nothing
   * @param configured whether the host has any source of policies: a file, or a scope of its own
   * @param strict whether an incomplete context is denied even when nothing is configured
   */
  public static SecurityContext of(
      Actor actorOrNull, Scope scopeOrNull, boolean configured, boolean strict) {
    Authority authority = new PolicyAuthority(!configured && !strict, SecurityContext::tellNobody);
    return new SecurityContext(
        actorOrNull,
        scopeOrNull,
        new Terms(configured, strict, authority, Audit.NONE, SecurityContext::tellNobody));
  }

  /**
   * Creates the context a policy set proposes: its default actor or an anonymous one, its default
   * scope or all of its policies, strict mode and dry run as it says.
   */
  public static SecurityContext of(PolicySet policies) {
    return of(
            policies.defaultActor().orElse(Actor.ANONYMOUS),
            policies.defaultScope().orElseGet(policies::all),
            true,
            policies.strict())
        .withDryRun(policies.dryRun());
  }

  /** Returns the same context for another actor, or for none when it is null. */
  public SecurityContext withActor(Actor actorOrNull) {
    return new SecurityContext(actorOrNull, scope, terms);
  }

  /** Returns the same context with another scope, or with none when it is null. */
  public SecurityContext withScope(Scope scopeOrNull) {
    return new SecurityContext(actor, scopeOrNull, terms);
  }

  /** Returns the same context in which another authority decides in place of the policies. */
  public SecurityContext withAuthority(Authority other) {
    return new SecurityContext(actor, scope, terms.with(other));
  }

  /**
   * Returns the same context whose policies tell of the work that a decision takes, on the thread
   * that asks. Other authorities look after themselves.
   *
   * @param meter is told of some thousand units at a time, each about a nanosecond, before they are
   *     done; what it throws ends the decision and reaches the caller
   */
  public SecurityContext withMeter(LongConsumer meter) {
    return new SecurityContext(actor, scope, terms.with(Objects.requireNonNull(meter, "meter")));
  }

  /** Returns the same context of which this listener, in place of any other, is told all. */
  public SecurityContext withListener(DecisionListener listener) {
    return withAudit(terms.audit.withListener(listener));
  }

  /**
   * Returns the same context in which everything is allowed, but what would be denied is reported
   * to the log, the flight recorder and the listener, or the same without that.
   */
  public SecurityContext withDryRun(boolean on) {
    return withAudit(terms.audit.withDryRun(on));
  }

  private SecurityContext withAudit(Audit audit) {
    return new SecurityContext(actor, scope, terms.with(audit));
  }

  /** Returns the actor. */
  public Optional<Actor> actor() {
    return Optional.ofNullable(actor);
  }

  /** Returns the scope. */
  public Optional<Scope> scope() {
    return Optional.ofNullable(scope);
  }

  /** Returns whether the host has any source of policies. */
  public boolean configured() {
    return terms.configured;
  }

  /** Returns whether strict mode is on. */
  public boolean strict() {
    return terms.strict;
  }

  /** Returns whether denials are reported only. */
  public boolean dryRun() {
    return terms.audit.dryRun();
  }

  /** Returns whether modules may do this; undefined is not allowed. */
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    boolean granted = terms.authority.isAllowed(actor, scope, action, resource, meta);
    if (terms.audit.wants(granted)) {
      report(action, resource, meta, granted);
    }
    return granted || dryRun();
  }

  /**
   * Returns whether {@link #isRefused} is worth asking about this action: a policy names it
   * literally, or another authority decides.
   */
  public boolean asks(String action) {
    return !(terms.authority instanceof PolicyAuthority) || (scope != null && scope.names(action));
  }

  /**
   * Returns whether something that was allowed so far must be refused for what became known since,
   * such as the address behind a URL. Asked only of scopes in which a policy names the action
   * literally, and true only if the scope denies.
   */
  public boolean isRefused(String action, String resource, Map<String, Object> meta) {
    boolean refused = terms.authority.refuses(actor, scope, action, resource, meta);
    boolean asked = refused || (scope != null && scope.names(action));
    if (asked && terms.audit.wants(!refused)) {
      report(action, resource, meta, !refused);
    }
    return refused && !dryRun();
  }

  /**
   * Returns whether a program may choose for itself what is asked about, such as the address that
   * is dialled in place of a URL's: it is allowed, or the policies name the action literally, so
   * that they have been thought of, and do not deny it.
   */
  public boolean mayChoose(String action, String resource, Map<String, Object> meta) {
    boolean byPolicies = terms.authority instanceof PolicyAuthority;
    boolean areThoughtOf = byPolicies && scope != null && scope.names(action);
    return areThoughtOf
        ? !isRefused(action, resource, meta)
        : isAllowed(action, resource, meta) && !isRefused(action, resource, meta);
  }

  private void report(String action, String resource, Map<String, Object> meta, boolean granted) {
    terms.audit.report(
        new Audit.Asked(actor, action, resource),
        granted,
        () -> explain(action, resource, meta, granted));
  }

  private Explanation explain(
      String action, String resource, Map<String, Object> meta, boolean granted) {
    boolean byPolicies = terms.authority instanceof PolicyAuthority;
    if (byPolicies && actor != null && scope != null) {
      return scope.explain(new Request(actor, action, resource, meta, terms.meter));
    }
    Decision refusal = byPolicies ? Decision.UNDEFINED : Decision.DENY;
    return new Explanation(granted ? Decision.ALLOW : refusal, List.of(), Map.of());
  }

  /**
   * Returns what {@code security.can} tells a script: always false without actor or scope, also
   * when denials are reported only.
   */
  public boolean can(String action, String resource, Map<String, Object> meta) {
    return actor != null && scope != null && isAllowed(action, resource, meta);
  }
}
