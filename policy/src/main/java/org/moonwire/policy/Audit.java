package org.moonwire.policy;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

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

  private static final DecisionLog LOG = DecisionLog.SHARED;

  Audit withListener(DecisionListener other) {
    return new Audit(Objects.requireNonNull(other, "listener"), true, dryRun);
  }

  Audit withDryRun(boolean on) {
    return new Audit(listener, heard, on);
  }

  boolean wants(boolean granted) {
    return heard || LOG.wants(granted) || DecisionRecording.isOn();
  }

  /** Reports a decision, whose reasons are looked for only if somebody is told. */
  void report(Asked asked, boolean granted, Supplier<Explanation> reasons) {
    String note = LOG.wants(granted) ? asked.note(LOG, granted) : null;
    if (note == null && !heard && !DecisionRecording.isOn()) {
      return;
    }
    Verdict verdict = asked.verdict(reasons.get(), granted, dryRun);
    if (note != null) {
      LOG.write(verdict, note);
    }
    DecisionRecording.record(verdict);
    try {
      listener.onDecision(verdict);
    } catch (RuntimeException e) {
      LOG.listenerFailed(e);
    }
  }

  /**
   * What was asked.
   *
   * @param actorOrNull on whose behalf, null when the context has no actor
   */
  record Asked(Actor actorOrNull, String action, String resource) {
    private String note(DecisionLog log, boolean granted) {
      return log.note(actorOrNull == null ? "" : actorOrNull.id(), action, resource, granted);
    }

    private Verdict verdict(Explanation reasons, boolean granted, boolean dryRun) {
      return new Verdict(
          Optional.ofNullable(actorOrNull), action, resource, reasons, granted, dryRun);
    }
  }
}
