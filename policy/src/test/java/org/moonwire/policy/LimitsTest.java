package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Texts of a program that are too long to be judged make a deny policy deny, and say so. */
@Timeout(20)
final class LimitsTest {
  private static final String LONG = "a".repeat(1_000_000);

  private static PolicyBuilder deny() {
    return Policy.builder("t:limit").actions("*").resources("*").effect(Effect.DENY);
  }

  private static void failsClosed(PolicyBuilder policy, String reason) {
    Scope scope = Scope.of(List.of(policy.build()));
    Map<String, Object> meta = Map.of("text", LONG, "part", LONG.substring(1) + "b");
    Explanation explained = scope.explain(Actor.of("a"), "x", "y", meta);
    assertEquals(Decision.DENY, explained.decision());
    assertTrue(explained.failed().get("t:limit").contains(reason), explained.toString());
    assertEquals(Decision.DENY, scope.evaluate(Actor.of("a"), "x", "y", meta));
  }

  @Test
  void searchingForARegularExpression() {
    failsClosed(deny().condition("meta.text", "matches", "(a?){50}b"), "too long");
  }

  @Test
  void lookingForAnotherTextInside() {
    failsClosed(deny().conditionFrom("meta.text", "contains", "meta.part"), "too long");
    failsClosed(deny().conditionFrom("meta.text", "ncontains", "meta.part"), "too long");
  }

  @Test
  void anExpression() {
    failsClosed(deny().expression("meta.text == 'x'"), "more than 100000 characters");
  }
}
