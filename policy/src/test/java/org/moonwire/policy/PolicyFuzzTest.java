package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged policy file is either still a policy file or reported with places, never a crash. */
final class PolicyFuzzTest {
  private static final int TRIES = 600;
  private static final List<String> INSERTS =
      List.of(
          "{", "}", "[", "]", ":", ",", "*", "&a ", "*a", "\"", "'", "|", ">", "-", "#", "\n", "\t",
          "!", "!!int ", "%", "0x", "null", "~", "\u0000", "\ud800", "\u2028", "(", "{9}", "://",
          "..");

  private final Random random = new Random(20261123);

  @ParameterizedTest
  @ValueSource(strings = {"groups", "operators", "expressions", "url-patterns", "many-mistakes"})
  void damageIsReportedOrHarmless(String name) throws IOException {
    String yaml = Files.readString(Path.of("src/test/resources/cases", name, "policy.yaml"));
    String text = yaml.substring(0, Math.min(yaml.length(), 1500));
    for (int i = 0; i < TRIES; i++) {
      check(damage(text));
    }
  }

  private String damage(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(out.length());
      if (random.nextBoolean()) {
        out.insert(at, INSERTS.get(random.nextInt(INSERTS.size())));
      } else {
        out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(4)));
      }
    }
    return out.toString();
  }

  private static void check(String yaml) {
    try {
      PolicySet.parse("p", yaml).all().explain(Actor.of("a"), "read", "wss://h/", Map.of("x", 1));
    } catch (PolicyLoadException e) {
      assertFalse(e.problems().isEmpty());
      e.problems().forEach(p -> assertTrue(p.line() > 0 || p.column() == 0, p.toString()));
    }
  }
}
