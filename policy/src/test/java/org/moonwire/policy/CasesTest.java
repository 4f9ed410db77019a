package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every folder of {@code cases}: {@code policy.yaml} with {@code tests.yaml}, a list of
 * requests and expected decisions, or with {@code expected_errors.txt}. With {@code
 * expected_warnings.txt} the warnings must be exactly those, without it there must be none.
 */
final class CasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Map<Path, PolicySet> LOADED = new ConcurrentHashMap<>();

  static Stream<Arguments> requests() {
    return folders("tests.yaml")
        .flatMap(
            folder ->
                requestsOf(folder).stream()
                    .map(
                        request ->
                            Arguments.of(
                                Named.of(folder.getFileName() + ": " + request.get("name"), folder),
                                request)));
  }

  static Stream<Arguments> brokenFolders() {
    return folders("expected_errors.txt").map(f -> Arguments.of(Named.of(name(f), f)));
  }

  static Stream<Arguments> soundFolders() {
    return folders("tests.yaml").map(f -> Arguments.of(Named.of(name(f), f)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void decides(Path folder, Map<String, Object> request) {
    Explanation explained = explain(load(folder), request);
    assertEquals(request.get("decision"), explained.decision().text());
    assertEquals(decideOnly(load(folder), request), explained.decision());
    if (request.containsKey("deciding")) {
      assertEquals(names(request.get("deciding")), new TreeSet<>(explained.deciding()));
    }
    Object failed = request.getOrDefault("failed", List.of());
    assertEquals(names(failed), new TreeSet<>(explained.failed().keySet()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFolders")
  void reportsAllMistakesWithTheirPlaces(Path folder) {
    PolicyLoadException e = assertThrows(PolicyLoadException.class, () -> load(folder));
    assertEquals(text(folder.resolve("expected_errors.txt")), e.getMessage() + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("soundFolders")
  void theShippedRunnerFindsTheSame(Path folder) {
    Expectations table = Expectations.load(folder.resolve("tests.yaml"));
    assertEquals(List.of(), table.failures(load(folder)));
    assertEquals(requestsOf(folder).size(), table.size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("soundFolders")
  void warnsOfExactlyWhatIsExpected(Path folder) {
    Path expected = folder.resolve("expected_warnings.txt");
    String warnings =
        load(folder).warnings().stream().map(w -> w + "\n").collect(Collectors.joining());
    assertEquals(Files.exists(expected) ? text(expected) : "", warnings);
  }

  private static Explanation explain(PolicySet set, Map<String, Object> request) {
    return scope(set, request)
        .explain(actor(request), string(request, "action"), resource(request), meta(request));
  }

  private static Decision decideOnly(PolicySet set, Map<String, Object> request) {
    return scope(set, request)
        .evaluate(actor(request), string(request, "action"), resource(request), meta(request));
  }

  private static Scope scope(PolicySet set, Map<String, Object> request) {
    if (request.containsKey("group")) {
      return set.group(string(request, "group")).orElseThrow();
    }
    if (!request.containsKey("scope")) {
      return set.defaultScope().orElse(set.all());
    }
    List<Policy> policies = new ArrayList<>();
    names(request.get("scope")).forEach(id -> policies.add(set.policy(id).orElseThrow()));
    return Scope.of(policies);
  }

  private static Actor actor(Map<String, Object> request) {
    Map<String, Object> actor = map(request.getOrDefault("actor", Map.of("id", "")));
    return new Actor(
        (String) actor.getOrDefault("id", ""), map(actor.getOrDefault("meta", Map.of())));
  }

  private static String resource(Map<String, Object> request) {
    return request.containsKey("resource") ? string(request, "resource") : "";
  }

  private static Map<String, Object> meta(Map<String, Object> request) {
    return map(request.getOrDefault("meta", Map.of()));
  }

  private static String string(Map<String, Object> map, String key) {
    return (String) map.get(key);
  }

  private static Set<String> names(Object list) {
    return ((List<?>) list)
        .stream().map(String.class::cast).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, item) -> map.put((String) key, item));
    return map;
  }

  private static PolicySet load(Path folder) {
    return LOADED.computeIfAbsent(
        folder, f -> PolicySet.parse("policy.yaml", text(f.resolve("policy.yaml"))));
  }

  private static List<Map<String, Object>> requestsOf(Path folder) {
    String text = text(folder.resolve("tests.yaml"));
    Diagnostics diagnostics = new Diagnostics(folder + "/tests.yaml", text);
    Object list = YamlReader.read(text, diagnostics).map(YamlNode::plain).orElse(List.of());
    diagnostics.throwIfAny();
    return ((List<?>) list).stream().map(CasesTest::map).toList();
  }

  private static Stream<Path> folders(String having) {
    try (Stream<Path> all = Files.list(CASES)) {
      return all.filter(folder -> Files.exists(folder.resolve(having))).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
