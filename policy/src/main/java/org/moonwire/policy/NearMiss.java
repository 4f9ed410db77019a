package org.moonwire.policy;

import java.util.Objects;

/**
 * A policy that does not apply to a question, for one reason.
 *
 * @param id the policy
 * @param effect what it would do
 * @param reason what is in the way, in words
 */
public record NearMiss(String id, Effect effect, String reason) {
  /** Refuses null. */
  public NearMiss {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(reason, "reason");
  }
}
