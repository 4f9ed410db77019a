package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a question misses a policy by. */
final class NearMissTest {
  private static final PolicySet POLICIES =
      PolicySet.parse(
          "p",
          """
          namespace: t
          entries:
            - name: api
              kind: security.policy
              policy:
                actions: websocket.connect.url
                resources: ["wss://api.example.com/v1/*", "wss://backup.example.com:8443/*"]
                effect: allow
                conditions:
                  - {field: actor.meta.role, operator: eq, value: admin}
                  - {field: meta.level, operator: gte, value: 3}
            - name: files
              kind: security.policy
              policy: {actions: [file.read, file.write], resources: "/data/*", effect: deny}
          """);

  private static List<NearMiss> near(
      String action, String resource, Map<String, Object> actor, Map<String, Object> meta) {
    return new Question(new Actor("ana", actor), action, resource, meta).nearMisses(POLICIES.all());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "websocket.connect.url|wss://api.example.com:444/v1/x|admin|5"
            + "|port `444` does not fit `wss://api.example.com/v1/*`",
        "websocket.connect.url|ws://api.example.com:443/v1/x|admin|5|",
        "websocket.connect.url|wss://api.example.com/v2/x|admin|5"
            + "|path `/v2/x` does not fit `wss://api.example.com/v1/*`",
        "websocket.connect.url|wss://backup.example.org:8443/|admin|5"
            + "|host `backup.example.org` does not fit `wss://backup.example.com:8443/*`",
        "websocket.connect.url|wss://api.example.com/v1/x|user|5"
            + "|condition `actor.meta.role eq admin` does not hold: it is `user`",
        "websocket.connect.url|wss://api.example.com/v1/x|admin|2"
            + "|condition `meta.level gte 3` does not hold: it is `2`",
        "websocket.conect.url|wss://api.example.com/v1/x|admin|5"
            + "|its action is `websocket.connect.url`, not `websocket.conect.url`",
        "websocket.conect.url|wss://api.example.com/v1/x|admin|2"
            + "|its action is `websocket.connect.url`, not `websocket.conect.url`",
        "websocket.connect.url|wss://api.example.com/v2/x|user|5|",
        "process.run|ls|admin|5|",
        "file.reed|/data/x|admin|5|its action is `file.read`, not `file.reed`",
      })
  void one_thing_in_the_way_is_named(
      String action, String resource, String role, int level, String reason) {
    List<NearMiss> found = near(action, resource, Map.of("role", role), Map.of("level", level));
    assertEquals(
        reason == null ? List.of() : List.of(reason),
        found.stream().map(NearMiss::reason).toList());
  }

  @Test
  void a_field_that_is_missing_is_said_to_be() {
    List<NearMiss> found =
        near("websocket.connect.url", "wss://api.example.com/v1/x", Map.of(), Map.of("level", 5));
    assertEquals(
        List.of(
            new NearMiss(
                "t:api",
                Effect.ALLOW,
                "condition `actor.meta.role eq admin` does not hold: there is no"
                    + " `actor.meta.role`")),
        found);
  }

  @Test
  void a_policy_that_applies_is_no_near_miss() {
    assertEquals(List.of(), near("file.read", "/data/x", Map.of(), Map.of()));
  }
}
