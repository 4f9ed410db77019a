package org.moonwire.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Notes which parts of policies make a difference to some questions. One thread only. */
final class Coverage {
  private final Collection<Policy> policies;

  /** Policies, patterns and conditions that were tried. */
  private final Set<Object> tried = Collections.newSetFromMap(new IdentityHashMap<>());

  Coverage(Collection<Policy> policies) {
    this.policies = policies;
  }

  /** Notes what a question put to a scope tries. */
  void add(Scope scope, Question question) {
    Request request =
        new Request(question.actor(), question.action(), question.resource(), question.meta());
    for (Policy policy : scope.policies()) {
      noteConditions(policy, request);
    }
    for (String id : question.explain(scope).deciding()) {
      scope.policies().stream()
          .filter(policy -> policy.id().equals(id))
          .forEach(policy -> noteDecision(policy, request));
    }
  }

  private void noteDecision(Policy policy, Request request) {
    tried.add(policy);
    for (TextPattern pattern : policy.filters().actions()) {
      if (pattern.matches(request.action())) {
        tried.add(pattern);
      }
    }
    for (ResourcePattern pattern : policy.filters().resources()) {
      if (holds(() -> pattern.matches(request))) {
        tried.add(pattern);
      }
    }
  }

  /** A condition that alone is false is the reason why its policy does not apply. */
  private void noteConditions(Policy policy, Request request) {
    if (policy.rule() instanceof AllOf all && holds(() -> policy.filters().holds(request))) {
      List<Condition> failing =
          all.conditions().stream().filter(c -> !holds(() -> c.holds(request))).toList();
      if (failing.size() == 1) {
        tried.add(failing.get(0));
      }
    }
  }

  private interface Test {
    boolean run() throws EvaluationException;
  }

  private static boolean holds(Test test) {
    try {
      return test.run();
    } catch (EvaluationException e) {
      return false;
    }
  }

  List<String> untested() {
    List<String> untested = new ArrayList<>();
    for (Policy policy : policies) {
      if (!tried.contains(policy)) {
        untested.add("policy " + policy.id() + " decides in no test");
        continue;
      }
      addPatterns(untested, policy);
      if (policy.rule() instanceof AllOf all) {
        all.conditions().stream()
            .filter(condition -> !tried.contains(condition))
            .forEach(
                c ->
                    untested.add(
                        "policy " + policy.id() + ": no test fails condition `" + c + "`"));
      }
    }
    return untested;
  }

  private void addPatterns(List<String> untested, Policy policy) {
    List<ResourcePattern> patterns = new ArrayList<>(policy.filters().actions());
    patterns.addAll(policy.filters().resources());
    patterns.stream()
        .filter(pattern -> !tried.contains(pattern))
        .forEach(
            pattern ->
                untested.add(
                    "policy "
                        + policy.id()
                        + ": no test has it decide by `"
                        + pattern.text()
                        + "`"));
  }
}
