package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExpectationsTest {
  private static final PolicySet POLICIES =
      PolicySet.parse(
          "p",
          """
          namespace: t
          entries:
            - name: near
              kind: security.policy
              policy:
                actions: websocket.connect.url
                resources: "*"
                effect: allow
                conditions: [{field: host, operator: eq, value: a.org}]
              groups: [hosts]
          """);

  private static List<String> failures(String yaml) {
    return Expectations.parse("t", yaml).failures(POLICIES).stream().map(Problem::message).toList();
  }

  @Test
  void aUrlBringsItsCanonicalSpellingAndItsData() {
    Question asked =
        new Question(Actor.ANONYMOUS, "websocket.connect.url", "WSS://A.org:443", Map.of("k", 1));
    assertEquals("wss://a.org/", asked.resource());
    assertEquals(
        Map.of("k", 1, "scheme", "wss", "host", "a.org", "port", 443, "path", "/"), asked.meta());
  }

  @Test
  void otherResourcesStayAsTheyAre() {
    assertEquals("WSS://A", new Question(Actor.ANONYMOUS, "x", "WSS://A", Map.of()).resource());
  }

  @Test
  void rowsThatHoldGiveNoFailure() {
    assertEquals(
        List.of(),
        failures(
            """
            - {action: websocket.connect.url, resource: "wss://a.org", decision: allow, deciding: [near]}
            - {action: websocket.connect.url, resource: "wss://a.org", group: hosts, decision: allow}
            - {action: websocket.connect.url, resource: "wss://b.org", scope: ["t:near"], decision: undefined}
            """));
  }

  @Test
  void aRowThatDoesNotHoldSaysWhatItGotAndWhy() {
    assertEquals(
        List.of("far: expected deny by other but it is allow by t:near"),
        failures(
            """
            - name: far
              action: websocket.connect.url
              resource: wss://a.org
              decision: deny
              deciding: [other]
            """));
  }

  @Test
  void unknownNamesAreFailures() {
    assertEquals(
        List.of("a: unknown policies [far]", "a: unknown group `gone`"),
        failures(
            """
            - {action: a, scope: [far], decision: undefined}
            - {action: a, group: gone, decision: undefined}
            """));
  }

  @Test
  void mistakesInTheTableAreReportedWithTheirPlaces() {
    PolicyLoadException e =
        assertThrows(
            PolicyLoadException.class,
            () -> failures("- {action: a, decision: alow, ressource: x}\n- 3\n- {decision: deny}"));
    assertEquals(
        List.of("1:25", "1:31", "2:3", "3:3"),
        e.problems().stream().map(p -> p.line() + ":" + p.column()).toList());
  }

  private static List<String> untested(String rows) {
    PolicySet policies =
        PolicySet.parse(
            "p",
            """
            namespace: t
            entries:
              - name: one
                kind: security.policy
                policy:
                  actions: [a.read, a.write]
                  resources: [x, y]
                  effect: allow
                  conditions:
                    - {field: k, operator: eq, value: 1}
                    - {field: m, operator: exists, value: true}
              - name: two
                kind: security.policy
                policy: {actions: b, resources: "*", effect: deny}
            """);
    return Expectations.parse("t", rows).untested(policies);
  }

  @Test
  void whatNoRowTriesIsListed() {
    assertEquals(
        List.of("policy t:one decides in no test", "policy t:two decides in no test"),
        untested("- {action: c, decision: undefined}"));
    assertEquals(
        List.of(
            "policy t:one: no test has it decide by `a.write`",
            "policy t:one: no test has it decide by `y`",
            "policy t:one: no test fails condition `k eq 1`",
            "policy t:one: no test fails condition `m exists true`"),
        untested(
            """
            - {action: a.read, resource: x, meta: {k: 1, m: 1}, decision: allow}
            - {action: b, resource: z, decision: deny}
            """));
  }

  @Test
  void aTableThatTriesEverythingLeavesNothing() {
    assertEquals(
        List.of(),
        untested(
            """
            - {action: a.read, resource: x, meta: {k: 1, m: 1}, decision: allow}
            - {action: a.write, resource: y, meta: {k: 1, m: 1}, decision: allow}
            - {action: a.read, resource: x, meta: {k: 2, m: 1}, decision: undefined}
            - {action: a.read, resource: x, meta: {k: 1}, decision: undefined}
            - {action: b, resource: z, decision: deny}
            """));
  }

  @Test
  void twoConditionsThatAreFalseTogetherAreNotTried() {
    assertEquals(
        2,
        untested(
                """
                - {action: a.read, resource: x, meta: {k: 1, m: 1}, decision: allow}
                - {action: a.write, resource: y, meta: {k: 1, m: 1}, decision: allow}
                - {action: a.read, resource: x, meta: {k: 2}, decision: undefined}
                - {action: b, resource: z, decision: deny}
                """)
            .size());
  }
}
