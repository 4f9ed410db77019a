package org.moonwire.policy;

import java.util.List;
import java.util.Map;

/** Decides in a JVM that has no module but java.base. */
final class WithoutFlightRecorder {
  private WithoutFlightRecorder() {}

  static SecurityContext context() {
    Policy noFlight =
        Policy.builder("t:no_flight").actions("flight").resources("*").effect(Effect.DENY).build();
    return SecurityContext.of(Actor.of("ana"), Scope.of(List.of(noFlight)), true, false);
  }

  /** Prints whether the recorder is on, a decision, and the same one in a dry run. */
  public static void main(String[] args) {
    boolean allowed = context().isAllowed("flight", "x", Map.of());
    boolean dry = context().withDryRun(true).isAllowed("flight", "x", Map.of());
    System.out.println(DecisionRecording.isOn() + " " + allowed + " " + dry);
  }
}
