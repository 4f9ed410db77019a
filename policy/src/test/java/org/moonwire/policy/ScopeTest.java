package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScopeTest {
  private static final Policy ALLOW = policy("t:allow", Effect.ALLOW);
  private static final Policy DENY = policy("t:deny", Effect.DENY);

  private static Policy policy(String id, Effect effect) {
    return Policy.builder(id).actions("read", "list.*").resources("*").effect(effect).build();
  }

  private static Decision decide(Scope scope) {
    return scope.evaluate(Actor.ANONYMOUS, "read", "", Map.of());
  }

  @Test
  void withLeavesTheOriginalUnchanged() {
    Scope original = Scope.of(List.of(ALLOW));
    assertEquals(Decision.DENY, decide(original.with(DENY)));
    assertEquals(Decision.ALLOW, decide(original));
  }

  @Test
  void withReplacesThePolicyOfTheSameId() {
    Scope scope = Scope.of(List.of(ALLOW)).with(policy("t:allow", Effect.DENY));
    assertEquals(1, scope.policies().size());
    assertEquals(Decision.DENY, decide(scope));
  }

  @Test
  void withoutLeavesTheOriginalUnchanged() {
    Scope original = Scope.of(List.of(ALLOW, DENY));
    assertEquals(Decision.ALLOW, decide(original.without("t:deny")));
    assertEquals(Decision.DENY, decide(original));
  }

  @Test
  void withoutAnAbsentPolicyIsTheSameScope() {
    Scope scope = Scope.of(List.of(ALLOW));
    assertSame(scope, scope.without("t:deny"));
  }

  @Test
  void aBareIdIsInTheEmptyNamespace() {
    Scope scope = Scope.of(List.of(policy("plain", Effect.ALLOW)));
    assertTrue(scope.contains("plain") && scope.contains(":plain"));
    assertFalse(scope.contains("t:plain"));
    assertEquals(0, scope.without("plain").policies().size());
  }

  @Test
  void onlyLiteralActionsAreNamed() {
    Scope scope = Scope.of(List.of(ALLOW));
    assertTrue(scope.names("read"));
    assertFalse(scope.names("list.all"));
  }

  @Test
  void theCallersListMayChangeAfterwards() {
    List<Policy> list = new ArrayList<>(List.of(ALLOW));
    Scope scope = Scope.of(list);
    list.add(DENY);
    assertEquals(Decision.ALLOW, decide(scope));
  }

  @Test
  void policiesCannotBeChanged() {
    assertThrows(
        UnsupportedOperationException.class, () -> Scope.of(List.of(ALLOW)).policies().clear());
  }

  @Test
  void aFailureIsExplainedWithItsReason() {
    Policy broken =
        Policy.builder("t:broken")
            .actions("*")
            .resources("*")
            .effect(Effect.DENY)
            .condition("meta.size", "lt", 5)
            .build();
    Explanation explained =
        Scope.of(List.of(ALLOW, broken))
            .explain(Actor.ANONYMOUS, "read", "", Map.of("size", "big"));
    assertEquals(Decision.DENY, explained.decision());
    assertEquals(List.of("t:broken"), explained.deciding());
    assertEquals(
        Map.of("t:broken", "condition `meta.size lt`: `big` is no number"), explained.failed());
  }

  @Test
  void aValueOfAnUnknownTypeFailsClosed() {
    Policy notOwner =
        Policy.builder("t:owner")
            .actions("*")
            .resources("*")
            .effect(Effect.DENY)
            .condition("meta.owner", "eq", "mallory")
            .build();
    Map<String, Object> meta = Map.of("owner", new Object());
    assertEquals(Decision.DENY, notOwner.evaluate(Actor.ANONYMOUS, "read", "", meta));
  }
}
