package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecisionListenerTest {
  private static final String ADDRESS = "websocket.connect.address";

  private final List<Verdict> heard = new ArrayList<>();

  private SecurityContext context(Scope scope) {
    return SecurityContext.of(Actor.of("ana"), scope, true, false).withListener(heard::add);
  }

  private static Scope scope() {
    return Scope.of(
        List.of(
            Policy.builder("t:read").actions("read").resources("*").effect(Effect.ALLOW).build(),
            Policy.builder("t:no_x").actions("*").resources("x").effect(Effect.DENY).build(),
            Policy.builder("t:level")
                .actions("read")
                .resources("y")
                .effect(Effect.ALLOW)
                .condition("level", "lt", 3)
                .build()));
  }

  private Verdict only() {
    assertEquals(1, heard.size());
    return heard.get(0);
  }

  @Test
  void isToldOfAGrantWithThePoliciesThatDecidedAndFailed() {
    assertTrue(context(scope()).isAllowed("read", "y", Map.of("level", "high")));
    assertEquals(Optional.of(Actor.of("ana")), only().actor());
    assertEquals("read", only().action());
    assertEquals("y", only().resource());
    assertEquals(List.of("t:read"), only().explanation().deciding());
    assertEquals("[t:level]", only().explanation().failed().keySet().toString());
    assertTrue(only().granted() && only().allowed() && !only().dryRun());
  }

  @Test
  void isToldOfADenial() {
    assertFalse(context(scope()).isAllowed("read", "x", Map.of()));
    assertEquals(Decision.DENY, only().explanation().decision());
    assertEquals(List.of("t:no_x"), only().explanation().deciding());
    assertFalse(only().granted() || only().allowed());
  }

  @Test
  void isToldOfWhatNoPolicyDecided() {
    assertFalse(context(scope()).isAllowed("write", "y", Map.of()));
    assertEquals(new Explanation(Decision.UNDEFINED, List.of(), Map.of()), only().explanation());
  }

  @Test
  void isToldOfWhatAnIncompleteContextMayNotDo() {
    assertFalse(context(scope()).withActor(null).isAllowed("read", "y", Map.of()));
    assertEquals(Optional.empty(), only().actor());
    assertEquals(Decision.UNDEFINED, only().explanation().decision());
  }

  @Test
  void isToldWhatAnotherAuthorityDecided() {
    SecurityContext other = context(scope()).withAuthority((a, s, action, r, m) -> false);
    assertFalse(other.isAllowed("read", "y", Map.of()));
    assertEquals(Decision.DENY, only().explanation().decision());
  }

  @Test
  void isToldOfALaterCheckOnlyWhereAPolicySpeaksOfIt() {
    context(scope()).isRefused(ADDRESS, "ws://h/", Map.of());
    assertTrue(heard.isEmpty());
    Policy loopback =
        Policy.builder("t:l").actions(ADDRESS).resources("*").effect(Effect.DENY).build();
    assertTrue(context(scope().with(loopback)).isRefused(ADDRESS, "ws://h/", Map.of()));
    assertFalse(only().granted());
  }

  @Test
  void changesNothingWhenItFails() {
    SecurityContext failing =
        SecurityContext.of(Actor.ANONYMOUS, scope(), true, false)
            .withListener(
                verdict -> {
                  throw new IllegalStateException("listener");
                });
    assertTrue(failing.isAllowed("read", "y", Map.of()));
    assertFalse(failing.isAllowed("read", "x", Map.of()));
  }

  @Test
  void isToldWhatADryRunWouldDeny() {
    SecurityContext dry = context(scope()).withDryRun(true);
    assertTrue(dry.isAllowed("read", "x", Map.of()));
    assertTrue(only().allowed() && only().dryRun() && !only().granted());
    assertEquals(List.of("t:no_x"), only().explanation().deciding());
  }

  @Test
  void aDryRunRefusesNothingLaterEither() {
    Policy loopback =
        Policy.builder("t:l").actions(ADDRESS).resources("*").effect(Effect.DENY).build();
    SecurityContext dry = context(Scope.of(List.of(loopback))).withDryRun(true);
    assertFalse(dry.isRefused(ADDRESS, "ws://h/", Map.of()));
    assertFalse(only().granted());
  }

  @Test
  void aDryRunIsAskedForByTheFileAndItsWarningSaysSo() {
    PolicySet set = PolicySet.parse("p", "security: {dry_run: true}");
    assertTrue(SecurityContext.of(set).isAllowed("anything", "", Map.of()));
    assertEquals("nothing is denied, denials are only logged", set.warnings().get(0).message());
    assertFalse(SecurityContext.of(set).withDryRun(false).isAllowed("anything", "", Map.of()));
  }
}
