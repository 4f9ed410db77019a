package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PolicyBuilderTest {
  @Test
  void aBuiltPolicyDecidesLikeOneFromAFile() {
    Policy policy =
        Policy.builder("t:own")
            .actions("edit")
            .resources("doc:*")
            .effect(Effect.ALLOW)
            .conditionFrom("meta.owner", "eq", "actor.id")
            .build();
    Actor bob = Actor.of("bob");
    assertEquals(Decision.ALLOW, policy.evaluate(bob, "edit", "doc:1", Map.of("owner", "bob")));
    assertEquals(Decision.UNDEFINED, policy.evaluate(bob, "edit", "doc:1", Map.of("owner", "eve")));
  }

  @Test
  void allMistakesAreReportedUnderThePolicysName() {
    PolicyLoadException e =
        assertThrows(
            PolicyLoadException.class,
            () -> Policy.builder("t:bad").actions("*").condition("x", "~", 1).build());
    assertEquals(
        """
        t:bad: invalid policy effect: (none), expected allow or deny
        t:bad: resources must be a string or list
        t:bad: condition 0: invalid operator: ~""",
        e.getMessage());
    assertEquals(3, e.problems().size());
  }

  @Test
  void groupsAreQualifiedWithThePolicysNamespace() {
    Policy policy =
        Policy.builder("t:a")
            .actions("*")
            .resources("*")
            .effect(Effect.DENY)
            .group("g")
            .group("other:h")
            .build();
    assertEquals(Set.of("t:g", "other:h"), policy.groups());
  }

  @Test
  void aBareIdGetsTheEmptyNamespace() {
    Policy policy = Policy.builder("a").actions("*").resources("*").effect(Effect.DENY).build();
    assertEquals(":a", policy.id());
  }
}
