package org.moonwire.policy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;

/**
 * Who is told of decisions: a listener, the flight recorder and the log. Costs three tests when
 * none of them wants to know.
 *
 * @param listener the host's own listener
 * @param heard whether there is one
 * @param dryRun whether denials are reported only
 */
record Audit(DecisionListener listener, boolean heard, boolean dryRun) {
  static final Audit NONE = new Audit(verdict -> {}, false, false);

  private static final Logger LOG = System.getLogger("org.moonwire.policy");

  Audit withListener(DecisionListener other) {
    return new Audit(Objects.requireNonNull(other, "listener"), true, dryRun);
  }

  Audit withDryRun(boolean on) {
    return new Audit(listener, heard, on);
  }

  boolean wants(boolean granted) {
    return heard || LOG.isLoggable(level(granted)) || FlightRecording.isOn();
  }

  void report(Verdict verdict) {
    Level level = level(verdict.granted());
    if (LOG.isLoggable(level)) {
      LOG.log(level, VerdictText.of(verdict));
    }
    FlightRecording.record(verdict);
    try {
      listener.onDecision(verdict);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a decision listener failed, the decision stands", e);
    }
  }

  private static Level level(boolean granted) {
    return granted ? Level.DEBUG : Level.INFO;
  }
}
