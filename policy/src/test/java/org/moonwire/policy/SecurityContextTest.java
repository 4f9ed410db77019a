package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecurityContextTest {
  private static final Actor ALICE = Actor.of("alice");
  private static final Scope GRANTS_READ =
      Scope.of(
          List.of(
              Policy.builder("t:read").actions("read").resources("*").effect(Effect.ALLOW).build(),
              Policy.builder("t:secret")
                  .actions("*")
                  .resources("secret")
                  .effect(Effect.DENY)
                  .build()));

  @ParameterizedTest
  @CsvSource({
    // S47, S49, S50: complete contexts are judged alike in every mode.
    "alice, full,  read,  x,      true,  true,  true",
    "alice, full,  read,  secret, false, false, false",
    "alice, full,  write, x,      false, false, false",
    "alice, empty, read,  x,      false, false, false",
    "'',    full,  read,  x,      true,  true,  true",
    // S48, R-60: incomplete ones are not.
    ",      full,  read,  x,      true,  false, false",
    "alice, ,      read,  x,      true,  false, false",
    ",      ,      read,  x,      true,  false, false",
  })
  void isAllowed(
      String actor,
      String scope,
      String action,
      String resource,
      boolean unconfigured,
      boolean configured,
      boolean strict) {
    assertEquals(unconfigured, allowed(context(actor, scope, false, false), action, resource));
    assertEquals(configured, allowed(context(actor, scope, true, false), action, resource));
    assertEquals(strict, allowed(context(actor, scope, false, true), action, resource));
    assertEquals(strict, allowed(context(actor, scope, true, true), action, resource));
  }

  private static SecurityContext context(
      String actor, String scope, boolean configured, boolean strict) {
    Scope chosen = scope == null ? null : scope.equals("empty") ? Scope.empty() : GRANTS_READ;
    return SecurityContext.of(actor == null ? null : Actor.of(actor), chosen, configured, strict);
  }

  private static boolean allowed(SecurityContext context, String action, String resource) {
    return context.isAllowed(action, resource, Map.of());
  }

  @Test
  void nothingConfiguredAllowsEverything() {
    assertTrue(allowed(SecurityContext.unconfigured(), "anything", ""));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void canIsAlwaysFalseWithoutActorOrScope(boolean configured, boolean strict) {
    SecurityContext none = SecurityContext.of(null, null, configured, strict);
    assertFalse(none.can("read", "x", Map.of()));
    assertFalse(none.withActor(ALICE).can("read", "x", Map.of()));
    assertFalse(none.withScope(GRANTS_READ).can("read", "x", Map.of()));
  }

  @Test
  void canAgreesWithTheScopeWhenComplete() {
    SecurityContext context = SecurityContext.of(ALICE, GRANTS_READ, false, false);
    assertTrue(context.can("read", "x", Map.of()));
    assertFalse(context.can("write", "x", Map.of()));
  }

  @Test
  void aPolicySetAloneGivesAnAnonymousActorAndTheWholeFile() {
    PolicySet set =
        PolicySet.parse(
            "p",
            "entries: [{name: a, kind: security.policy,"
                + " policy: {actions: read, resources: '*', effect: allow}}]");
    SecurityContext context = SecurityContext.of(set);
    assertEquals(Actor.ANONYMOUS, context.actor().orElseThrow());
    assertTrue(allowed(context, "read", "x"));
    assertFalse(allowed(context.withScope(null), "read", "x"));
  }

  @Test
  void aLaterCheckIsAskedOnlyWhenAPolicyNamesItsAction() {
    Policy everything =
        Policy.builder("t:all").actions("*").resources("*").effect(Effect.DENY).build();
    assertFalse(refuses(Scope.of(List.of(everything))));
    assertTrue(refuses(Scope.of(List.of(everything, loopback(Effect.DENY)))));
  }

  @Test
  void aLaterCheckRefusesOnlyOnDeny() {
    assertTrue(refuses(Scope.of(List.of(loopback(Effect.DENY)))));
    assertFalse(refuses(Scope.of(List.of(loopback(Effect.ALLOW)))));
    assertFalse(refuses(Scope.empty()));
  }

  private static Policy loopback(Effect effect) {
    return Policy.builder("t:loopback")
        .actions("websocket.connect.address")
        .resources("*")
        .effect(effect)
        .condition("network", "eq", "loopback")
        .build();
  }

  private static boolean refuses(Scope scope) {
    return SecurityContext.of(ALICE, scope, true, false)
        .isRefused("websocket.connect.address", "ws://h/", Map.of("network", "loopback"));
  }

  @Test
  void anotherAuthorityDecidesInPlaceOfThePolicies() {
    SecurityContext context =
        SecurityContext.of(ALICE, GRANTS_READ, true, true)
            .withAuthority((actor, scope, action, resource, meta) -> action.equals("write"));
    assertTrue(allowed(context, "write", "x"));
    assertFalse(allowed(context, "read", "x"));
    assertFalse(context.isRefused("write", "x", Map.of()));
  }

  @Test
  void anotherAuthorityIsKeptWhenTheActorChanges() {
    SecurityContext context =
        SecurityContext.unconfigured()
            .withAuthority((actor, scope, action, resource, meta) -> actor != null);
    assertFalse(allowed(context, "read", "x"));
    assertTrue(allowed(context.withActor(ALICE), "read", "x"));
  }
}
