package org.moonwire.policy;

import java.util.Optional;
import java.util.Set;

/**
 * The {@code security} block of a policy file.
 *
 * @param actor the actor it names
 * @param policyIds the policies it lists, those of its groups included; absent when it lists
 *     nothing
 * @param strict whether it asks for strict mode
 * @param dryRun whether it asks that denials are reported only
 */
record ProposedContext(
    Optional<Actor> actor, Optional<Set<String>> policyIds, boolean strict, boolean dryRun) {
  static final ProposedContext NONE =
      new ProposedContext(Optional.empty(), Optional.empty(), false, false);
}
