package org.moonwire.policy;

import java.util.Objects;
import java.util.Optional;

/**
 * One question that a program's context answered, as a {@link DecisionListener} is told of it.
 *
 * @param actor on whose behalf it was asked, empty when the context has no actor
 * @param action what was about to be done
 * @param resource what it was to be done to, whole and as the caller gave it
 * @param explanation the decision, the policies that made it and those that failed; it names no
 *     policies when the context lacks an actor or a scope, or when another authority decided
 * @param granted whether the rules grant it; an undefined decision grants nothing, but refuses
 *     nothing either where only a denial counts, as with {@code websocket.connect.address}
 * @param dryRun whether it is let through even if it is not granted
 */
public record Verdict(
    Optional<Actor> actor,
    String action,
    String resource,
    Explanation explanation,
    boolean granted,
    boolean dryRun) {
  /** Checks that nothing is missing. */
  public Verdict {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(explanation, "explanation");
  }

  /** Returns what the program is told: granted, or let through by a dry run. */
  public boolean allowed() {
    return granted || dryRun;
  }
}
