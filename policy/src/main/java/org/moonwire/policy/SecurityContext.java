package org.moonwire.policy;

import java.util.Map;
import java.util.Optional;

/**
 * What a running program is judged by: an actor and a scope, either of which may be missing, and
 * what a missing one means. Nothing is configured: everything is allowed. A policy source is
 * configured, or strict mode is on: an incomplete context is allowed nothing. Immutable; a program
 * cannot change its own context.
 */
public final class SecurityContext {
  private static final SecurityContext UNCONFIGURED =
      new SecurityContext(null, null, false, false, new PolicyAuthority(true));

  private final Actor actor;
  private final Scope scope;
  private final boolean configured;
  private final boolean strict;
  private final Authority authority;

  private SecurityContext(
      Actor actor, Scope scope, boolean configured, boolean strict, Authority authority) {
    this.actor = actor;
    this.scope = scope;
    this.configured = configured;
    this.strict = strict;
    this.authority = authority;
  }

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
    boolean permissive = !configured && !strict;
    return new SecurityContext(
        actorOrNull, scopeOrNull, configured, strict, new PolicyAuthority(permissive));
  }

  /**
   * Creates the context a policy set proposes: its default actor or an anonymous one, its default
   * scope or all of its policies.
   */
  public static SecurityContext of(PolicySet policies) {
    return of(
        policies.defaultActor().orElse(Actor.ANONYMOUS),
        policies.defaultScope().orElseGet(policies::all),
        true,
        policies.strict());
  }

  /** Returns the same context for another actor, or for none when it is null. */
  public SecurityContext withActor(Actor actorOrNull) {
    return new SecurityContext(actorOrNull, scope, configured, strict, authority);
  }

  /** Returns the same context with another scope, or with none when it is null. */
  public SecurityContext withScope(Scope scopeOrNull) {
    return new SecurityContext(actor, scopeOrNull, configured, strict, authority);
  }

  /** Returns the same context in which another authority decides in place of the policies. */
  public SecurityContext withAuthority(Authority other) {
    return new SecurityContext(actor, scope, configured, strict, other);
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
    return configured;
  }

  /** Returns whether strict mode is on. */
  public boolean strict() {
    return strict;
  }

  /** Returns whether modules may do this; undefined is not allowed. */
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    return authority.isAllowed(actor, scope, action, resource, meta);
  }

  /**
   * Returns whether something that was allowed so far must be refused for what became known since,
   * such as the address behind a URL. Asked only of scopes in which a policy names the action
   * literally, and true only if the scope denies.
   */
  public boolean isRefused(String action, String resource, Map<String, Object> meta) {
    return authority.refuses(actor, scope, action, resource, meta);
  }

  /** Returns what {@code security.can} tells a script: always false without actor or scope. */
  public boolean can(String action, String resource, Map<String, Object> meta) {
    return actor != null && scope != null && isAllowed(action, resource, meta);
  }
}
