package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tricks with URLs get neither past a rule that grants one host nor past one that denies some. */
final class UrlTricksTest {
  private static final String ACTION = "websocket.connect.url";
  private static final String[] DENIED = {
    "evil.org", "127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]"
  };

  private static Scope oneHost() {
    return Scope.of(
        List.of(
            Policy.builder("t:good")
                .actions(ACTION)
                .resources("wss://good.org/*")
                .effect(Effect.ALLOW)
                .build()));
  }

  private static Scope allButSome() {
    String[] patterns = Stream.of(DENIED).map(h -> "ws*://" + h + ":*/*").toArray(String[]::new);
    return Scope.of(
        List.of(
            Policy.builder("t:all").actions("*").resources("*").effect(Effect.ALLOW).build(),
            Policy.builder("t:some")
                .actions(ACTION)
                .resources(patterns)
                .effect(Effect.DENY)
                .build()));
  }

  static Stream<Arguments> pastAnAllowRule() throws IOException {
    return UrlTable.rows("past-an-allow-rule.txt");
  }

  static Stream<Arguments> pastADenyRule() throws IOException {
    return UrlTable.rows("past-a-deny-rule.txt");
  }

  private static Decision raw(Scope scope, String url) {
    return scope.evaluate(Actor.ANONYMOUS, ACTION, url, Map.of());
  }

  @ParameterizedTest(name = "{2}: {0}")
  @MethodSource("pastAnAllowRule")
  void aRuleForOneHostGrantsNothingElse(String shown, String url, String trick) {
    assertNotEquals(Decision.ALLOW, raw(oneHost(), url));
  }

  @ParameterizedTest(name = "{2}: {0}")
  @MethodSource("pastADenyRule")
  void aRuleThatDeniesAHostDeniesEverySpellingOfIt(String shown, String url, String trick) {
    assertTrue(isRefusedByTheParser(url) || raw(allButSome(), url) == Decision.DENY);
  }

  /** What a program dials is the canonical text of a URL: a refused one is never dialled. */
  private static boolean isRefusedByTheParser(String url) {
    try {
      String canonical = WebSocketUrl.parse(url).text();
      assertEquals(raw(allButSome(), canonical), raw(allButSome(), url));
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  @Test
  void bothListsAreLongEnough() throws IOException {
    assertTrue(pastAnAllowRule().count() >= 60);
    assertTrue(pastADenyRule().count() >= 60);
  }

  @Test
  void theRulesAreNoWalls() {
    assertEquals(Decision.ALLOW, raw(oneHost(), "WSS://GOOD.org:443/x"));
    assertEquals(Decision.ALLOW, raw(allButSome(), "wss://good.org/"));
  }
}
