package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold for every set of policies and every request, tried on random scopes. */
class DecisionPropertyTest {
  private static final List<String> ACTIONS = List.of("read", "write", "read.all", "admin");
  private static final List<String> ACTION_PATTERNS = List.of("*", "read", "read.*", "w*", "*.all");
  private static final List<String> RESOURCES =
      List.of(
          "",
          "doc:1",
          "d",
          "wss://a.org/x",
          "WSS://A.org./x/y",
          "wss://b.org:444/",
          "ws://u@a.org/");
  private static final List<String> RESOURCE_PATTERNS =
      List.of(
          "*",
          "doc:*",
          "doc:1",
          "d*",
          "*:1",
          "*o*",
          "",
          "wss://*.org/*",
          "wss://b.org:*/*",
          "ws://*",
          "d*1",
          "WSS://A.org:443/x",
          "wss://a.org/x/*",
          "wss://a.org*",
          "wss://*/x",
          "ws*://b*");
  private static final List<Object> VALUES = List.of("x", "10", 10, 9.5, true, List.of("x"));

  private final Random random = new Random(20261123);

  /** How many scopes each property is tried on. */
  int tries() {
    return 4_000;
  }

  @Test
  void denyBeatsAllow() {
    forAll(
        (policies, request) -> {
          boolean denied = policies.stream().anyMatch(p -> decide(p, request) == Decision.DENY);
          assertEquals(denied, decide(policies, request) == Decision.DENY);
        });
  }

  @Test
  void allowedMeansThatSomePolicyAllows() {
    forAll(
        (policies, request) -> {
          boolean granted = policies.stream().anyMatch(p -> decide(p, request) == Decision.ALLOW);
          assertTrue(granted || decide(policies, request) != Decision.ALLOW);
        });
  }

  @Test
  void theOrderOfPoliciesNeverMatters() {
    forAll(
        (policies, request) -> {
          Decision before = decide(policies, request);
          List<Policy> shuffled = new ArrayList<>(policies);
          Collections.shuffle(shuffled, random);
          assertEquals(before, decide(shuffled, request));
        });
  }

  @Test
  void addingADenyNeverGrants() {
    forAll(
        (policies, request) -> {
          Decision before = decide(policies, request);
          List<Policy> more = new ArrayList<>(policies);
          more.add(policy("t:more", Effect.DENY));
          assertTrue(before == Decision.ALLOW || decide(more, request) != Decision.ALLOW);
        });
  }

  @Test
  void addingAnAllowNeverDenies() {
    forAll(
        (policies, request) -> {
          Decision before = decide(policies, request);
          List<Policy> more = new ArrayList<>(policies);
          more.add(policy("t:more", Effect.ALLOW));
          assertTrue(before == Decision.DENY || decide(more, request) != Decision.DENY);
        });
  }

  @Test
  void aFailedPolicyNeverAllows() {
    forAll(
        (policies, request) -> {
          Explanation explained =
              Scope.of(policies)
                  .explain(request.actor(), request.action(), request.resource(), request.meta());
          explained.failed().keySet().forEach(id -> assertNotAllowing(policies, id, request));
          assertEquals(decide(policies, request), explained.decision());
        });
  }

  @Test
  void aLargeScopeDecidesLikeItsPoliciesOneByOne() {
    for (int i = 0; i < tries() / 20; i++) {
      List<Policy> policies = policies(ScopeIndex.MIN_POLICIES + random.nextInt(20));
      Scope scope = Scope.of(policies);
      for (int j = 0; j < 20; j++) {
        Request r = request();
        assertEquals(scope.walk(r), decide(scope, r), () -> policies + " on " + r.resource());
      }
    }
  }

  private static void assertNotAllowing(List<Policy> policies, String id, Request request) {
    Policy failed = policies.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    assertNotEquals(Decision.ALLOW, decide(failed, request));
  }

  private interface Property {
    void check(List<Policy> policies, Request request);
  }

  private void forAll(Property property) {
    for (int i = 0; i < tries(); i++) {
      int size =
          random.nextInt(20) == 0 ? random.nextInt(3 * ScopeIndex.MIN_POLICIES) : random.nextInt(6);
      property.check(policies(size), request());
    }
  }

  private List<Policy> policies(int size) {
    return IntStream.range(0, size)
        .mapToObj(n -> policy("t:" + n, random.nextInt(5) == 0 ? Effect.DENY : Effect.ALLOW))
        .toList();
  }

  private Request request() {
    Actor actor = random.nextBoolean() ? Actor.ANONYMOUS : Actor.of("alice");
    Map<String, Object> meta = random.nextBoolean() ? Map.of() : Map.of("k", pick(VALUES));
    return new Request(actor, pick(ACTIONS), pick(RESOURCES), meta);
  }

  private Policy policy(String id, Effect effect) {
    PolicyBuilder builder =
        Policy.builder(id)
            .actions(pick(ACTION_PATTERNS))
            .resources(pick(RESOURCE_PATTERNS), pick(RESOURCE_PATTERNS))
            .effect(effect);
    if (random.nextBoolean()) {
      builder.condition("meta.k", pick(List.of("eq", "ne", "lt", "in", "contains")), pick(VALUES));
    }
    if (random.nextInt(4) == 0) {
      builder.condition("actor.id", pick(List.of("eq", "ne")), "alice");
    }
    return builder.build();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static Decision decide(Policy policy, Request r) {
    return policy.evaluate(r.actor(), r.action(), r.resource(), r.meta());
  }

  private static Decision decide(List<Policy> policies, Request r) {
    return decide(Scope.of(policies), r);
  }

  private static Decision decide(Scope scope, Request r) {
    return scope.evaluate(r.actor(), r.action(), r.resource(), r.meta());
  }
}
