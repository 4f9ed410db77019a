package org.moonwire.policy;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The only class that needs the module jdk.jfr; {@link DecisionRecording} looks for it first. */
@Name("org.moonwire.policy.Decision")
@Label("Policy Decision")
@Category({"Moonwire", "Policy"})
@Description("A program asked for something and a policy decided")
@StackTrace(false)
final class DecisionEvent extends Event {
  @Label("Actor")
  String actor;

  @Label("Action")
  String action;

  @Label("Resource")
  @Description("Without the query of a URL")
  String resource;

  @Label("Decision")
  String decision;

  @Label("Granted")
  boolean granted;

  @Label("Dry Run")
  boolean dryRun;

  @Label("Deciding Policies")
  String deciding;

  @Label("Failed Policies")
  String failed;

  static boolean isOn() {
    return new DecisionEvent().isEnabled();
  }

  static void commit(Verdict verdict) {
    DecisionEvent event = new DecisionEvent();
    event.actor = verdict.actor().map(actor -> VerdictText.clean(actor.id())).orElse(null);
    event.action = VerdictText.clean(verdict.action());
    event.resource = VerdictText.resource(verdict);
    event.decision = verdict.explanation().decision().text();
    event.granted = verdict.granted();
    event.dryRun = verdict.dryRun();
    event.deciding = VerdictText.deciding(verdict.explanation());
    event.failed = VerdictText.failed(verdict.explanation());
    event.commit();
  }
}
