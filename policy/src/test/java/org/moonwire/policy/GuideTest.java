package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what {@code README.md} and {@code examples} show; commands are run on the finished jar. */
final class GuideTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)\n```(\\w+)\n(.*?)```");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;

  private static String guide() {
    try {
      return Files.readString(Path.of("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> blocks(String language) {
    return BLOCK
        .matcher(guide())
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @Test
  void everyPolicyIsSoundAndDecidesAsItsTableSays() {
    List<String> blocks = blocks("yaml");
    assertEquals(4, blocks.size());
    for (int i = 0; i < blocks.size(); i += 2) {
      PolicySet policies = PolicySet.parse("README.md", blocks.get(i));
      assertEquals(List.of(), policies.warnings());
      Expectations table = Expectations.parse("README.md", blocks.get(i + 1));
      assertEquals(List.of(), table.failures(policies));
      assertTrue(table.size() > 0);
    }
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(f -> !f.toString().endsWith(".tests.yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsSoundAndDecidesAsItsTableSays(Path example) {
    PolicySet policies = PolicySet.load(example);
    assertEquals(List.of(), policies.warnings());
    Path table = Path.of(example.toString().replace(".yaml", ".tests.yaml"));
    assertEquals(List.of(), Expectations.load(table).failures(policies));
  }

  static Stream<Arguments> patterns() {
    List<Arguments> rows = new ArrayList<>();
    Stream<String> lines = guide().lines().dropWhile(l -> !l.equals("## Patterns"));
    for (String line : lines.filter(l -> l.startsWith("| `")).toList()) {
      String[] cells = line.split("\\|", -1);
      String pattern = quoted(cells[1]).get(0);
      quoted(cells[2]).stream()
          .filter(text -> !text.equals(pattern))
          .forEach(text -> rows.add(Arguments.of(pattern, text, Decision.ALLOW)));
      quoted(cells[3]).forEach(text -> rows.add(Arguments.of(pattern, text, Decision.UNDEFINED)));
    }
    return rows.stream();
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map((MatchResult r) -> r.group(1)).toList();
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @MethodSource("patterns")
  void everyPatternFitsWhatTheTableSays(String pattern, String resource, Decision decision) {
    Policy policy =
        Policy.builder("p").actions("a").resources(pattern).effect(Effect.ALLOW).build();
    assertEquals(decision, policy.evaluate(Actor.ANONYMOUS, "a", resource, Map.of()));
  }

  @Test
  @Timeout(60)
  void theListenerCompilesAndHears() throws Exception {
    String source =
        "import java.nio.file.Path; import java.util.Map; import org.moonwire.policy.*;"
            + "class Shown { public static void main(String[] args) { "
            + String.join("\n", blocks("java"))
            + " } }";
    Path file = Files.writeString(folder.resolve("Shown.java"), source);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals("websocket.connect ALLOW\nfiles.read UNDEFINED\n", output);
  }
}
