package org.moonwire.engine.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Decision;
import org.moonwire.policy.Effect;
import org.moonwire.policy.Policy;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;
import org.moonwire.policy.SecurityContext;

/** What engine/manual/security.md says and no script can set up for itself. */
class SecurityCasesTest {
  private static final Actor ANA = Actor.of("ana");
  private static final Scope EMPTY = Scope.empty();

  @ParameterizedTest
  @CsvSource({"allow, true", "deny, false", "other, false"})
  void S47_with_actor_and_scope_the_decision_counts(String effect, boolean expected) {
    Scope scope =
        effect.equals("other")
            ? scope(Effect.ALLOW, "other", "*")
            : scope(Effect.valueOf(effect.toUpperCase(java.util.Locale.ROOT)), "act", "*");
    assertEquals(expected, allowed(context(ANA, scope, true, false), "act"));
  }

  @Test
  void S48_without_actor_or_scope_only_an_unconfigured_host_allows() {
    Scope all = scope(Effect.ALLOW, "*", "*");
    assertTrue(allowed(context(null, all, false, false), "act"));
    assertTrue(allowed(context(ANA, null, false, false), "act"));
    assertTrue(allowed(context(null, null, false, false), "act"));
    assertFalse(allowed(context(null, all, false, true), "act"));
    assertFalse(allowed(context(ANA, null, false, true), "act"));
    assertFalse(allowed(context(null, null, false, true), "act"));
    assertFalse(allowed(context(null, null, true, false), "act"));
  }

  @Test
  void S49_an_empty_scope_allows_nothing() {
    assertFalse(allowed(context(ANA, EMPTY, false, false), "act"));
  }

  @Test
  void S50_an_actor_with_an_empty_id_is_present() {
    SecurityContext context = context(Actor.ANONYMOUS, scope(Effect.ALLOW, "*", "*"), true, true);
    assertTrue(allowed(context, "act"));
    assertTrue(context.can("act", "", Map.of()));
  }

  @Test
  void S61_a_url_rule_alone_does_not_grant_the_capability() {
    Scope scope = scope(Effect.ALLOW, "websocket.connect.url", "wss://ok/*");
    assertFalse(allowed(context(ANA, scope, true, false), "websocket.connect"));
  }

  @Test
  void S62_a_wildcard_covers_capability_and_url() {
    SecurityContext context =
        context(ANA, scope(Effect.ALLOW, "websocket.connect.*", "*"), true, false);
    assertTrue(allowed(context, "websocket.connect"));
    assertTrue(context.isAllowed("websocket.connect.url", "wss://any/", Map.of()));
  }

  @Test
  void S63_only_granted_urls_are_allowed() {
    Scope scope =
        scope(Effect.ALLOW, "websocket.connect", "*")
            .with(policy("url", Effect.ALLOW, "websocket.connect.url", "wss://ok/*"));
    SecurityContext context = context(ANA, scope, true, false);
    assertTrue(context.isAllowed("websocket.connect.url", "wss://ok/a", Map.of()));
    assertFalse(context.isAllowed("websocket.connect.url", "wss://bad/", Map.of()));
  }

  @Test
  void S64_a_denial_beats_a_grant() {
    Scope scope = scope(Effect.ALLOW, "*", "*").with(policy("plain", Effect.DENY, "*", "ws://*"));
    SecurityContext context = context(ANA, scope, true, false);
    assertFalse(context.isAllowed("websocket.connect.url", "ws://h/", Map.of()));
    assertTrue(context.isAllowed("websocket.connect.url", "wss://h/", Map.of()));
  }

  @Test
  void S65_a_bare_group_name_is_one_in_the_namespace_of_the_file() {
    PolicySet set = parse("groups: [mine, other.ns:grp]", "value: 1");
    assertTrue(set.group("mine").isPresent());
    assertTrue(set.group("app:mine").isPresent());
    assertTrue(set.group("other.ns:grp").isPresent());
    assertFalse(set.group("app:grp").isPresent());
  }

  @Test
  void S66_numbers_and_booleans_of_a_file_keep_their_type() {
    Policy number = parse("groups: []", "value: 3").policy("p").orElseThrow();
    Policy flag = parse("groups: []", "value: true").policy("p").orElseThrow();
    assertEquals(Decision.ALLOW, number.evaluate(ANA, "a", "r", Map.of("field", 3.0)));
    assertEquals(Decision.ALLOW, flag.evaluate(ANA, "a", "r", Map.of("field", true)));
    assertEquals(Decision.UNDEFINED, flag.evaluate(ANA, "a", "r", Map.of("field", 1)));
  }

  @Test
  void S67_a_replaced_policy_decides_from_then_on_and_changes_its_groups() {
    PolicySet before = parse("groups: [mine]", "value: 1");
    Policy denying =
        Policy.builder("app:p")
            .actions("*")
            .resources("*")
            .effect(Effect.DENY)
            .group("new")
            .build();
    PolicySet after = before.with(denying);
    Policy replaced = after.policy("p").orElseThrow();
    assertEquals(Decision.DENY, replaced.evaluate(ANA, "a", "r", Map.of()));
    assertFalse(after.group("mine").isPresent());
    assertTrue(after.group("new").isPresent());
  }

  private static PolicySet parse(String groups, String value) {
    return PolicySet.parse(
        "test",
        """
        version: "1.0"
        namespace: app
        entries:
          - name: p
            kind: security.policy
            policy:
              actions: "*"
              resources: "*"
              effect: allow
              conditions: [{field: field, operator: eq, %s}]
            %s
        """
            .formatted(value, groups));
  }

  private static boolean allowed(SecurityContext context, String action) {
    return context.isAllowed(action, "", Map.of());
  }

  private static SecurityContext context(
      Actor actor, Scope scope, boolean configured, boolean strict) {
    return SecurityContext.of(actor, scope, configured, strict);
  }

  private static Scope scope(Effect effect, String action, String resource) {
    return EMPTY.with(policy("only", effect, action, resource));
  }

  private static Policy policy(String name, Effect effect, String action, String resource) {
    return Policy.builder("test:" + name)
        .actions(action)
        .resources(resource)
        .effect(effect)
        .build();
  }
}
