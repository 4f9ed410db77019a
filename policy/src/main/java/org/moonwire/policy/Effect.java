package org.moonwire.policy;

import java.util.Locale;
import java.util.Optional;

/** States what a policy decides when its filters and conditions hold. */
public enum Effect {
  /** Grants the request. */
  ALLOW(Decision.ALLOW, Decision.UNDEFINED),
  /** Refuses the request. */
  DENY(Decision.DENY, Decision.DENY);

  private final Decision whenMet;
  private final Decision whenFailed;

  Effect(Decision whenMet, Decision whenFailed) {
    this.whenMet = whenMet;
    this.whenFailed = whenFailed;
  }

  /** Returns the decision of a policy with this effect that applies. */
  public Decision decision() {
    return whenMet;
  }

  /** Returns the decision when a condition cannot be evaluated: a failure must never grant. */
  Decision whenFailed() {
    return whenFailed;
  }

  /** Returns the lower-case name that files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Effect> of(String text) {
    return switch (text) {
      case "allow" -> Optional.of(ALLOW);
      case "deny" -> Optional.of(DENY);
      default -> Optional.empty();
    };
  }
}
