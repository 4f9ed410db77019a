package org.moonwire.websocket.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Decision;
import org.moonwire.policy.Explanation;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Question;
import org.moonwire.policy.Scope;

/** Prints what a policy file decides about a request. */
final class Explanations {
  private static final String CAPABILITY = "websocket.connect";

  private final Actor actor;
  private final Scope scope;

  Explanations(PolicySet policies, String actor, Map<String, Object> actorMeta, String group)
      throws BadSettingException {
    Actor proposed = policies.defaultActor().orElse(Actor.ANONYMOUS);
    this.actor =
        actor == null && actorMeta.isEmpty()
            ? proposed
            : new Actor(actor == null ? "" : actor, actorMeta);
    if (group == null) {
      this.scope = policies.defaultScope().orElseGet(policies::all);
    } else {
      this.scope =
          policies
              .group(group)
              .orElseThrow(
                  () ->
                      new BadSettingException(
                          "no group `" + group + "`, the file has " + policies.groups()));
    }
  }

  void print(PrintWriter out, String action, String resource, Map<String, Object> meta) {
    Question question = new Question(actor, action, resource, meta);
    out.println("action    " + question.action());
    out.println("resource  " + question.resource());
    out.println("meta      " + question.meta());
    out.println("actor     " + actor.id() + " " + actor.meta());
    Explanation explanation = question.explain(scope);
    print(out, explanation);
    if (explanation.decision() != Decision.ALLOW) {
      question
          .nearMisses(scope)
          .forEach(near -> out.println("  near    " + near.id() + ": " + near.reason()));
    }
    if (action.startsWith(CAPABILITY + ".")) {
      noteCapability(out);
    }
  }

  private static void print(PrintWriter out, Explanation explanation) {
    out.println("decision  " + explanation.decision().text());
    explanation.deciding().forEach(id -> out.println("  by      " + id));
    explanation.failed().forEach((id, reason) -> out.println("  failed  " + id + ": " + reason));
    if (explanation.decision() == Decision.UNDEFINED) {
      out.println("  no policy applies, so it is not allowed");
    }
  }

  /** Who asks about a URL only would not see why the connection is refused all the same. */
  private void noteCapability(PrintWriter out) {
    Explanation capability = new Question(actor, CAPABILITY, "", Map.of()).explain(scope);
    if (capability.decision() != Decision.ALLOW) {
      out.println(
          "note      `websocket.connect` is asked first and is "
              + capability.decision().text()
              + ", so no connection is made");
    }
  }
}
