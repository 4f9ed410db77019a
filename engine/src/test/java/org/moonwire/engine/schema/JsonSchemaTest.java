package org.moonwire.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** The required cases of JSON-Schema-Test-Suite, and what that does not ask. */
@Timeout(60)
class JsonSchemaTest {
  private static final JsonSchema SCHEMAS = new JsonSchema();

  private static List<String[]> rows(String file) throws IOException {
    try (InputStream in = JsonSchemaTest.class.getResourceAsStream("/schema/" + file)) {
      return new String(in.readAllBytes(), UTF_8).lines().map(line -> line.split("\t")).toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> draft_7() throws IOException {
    return suite("draft7.tsv");
  }

  @TestFactory
  Stream<DynamicTest> draft_2020_12() throws IOException {
    return suite("draft2020-12.tsv");
  }

  /** A test for each file of the suite. */
  private static Stream<DynamicTest> suite(String file) throws IOException {
    Map<String, byte[]> remotes = new HashMap<>();
    for (String[] row : rows("remotes.tsv")) {
      remotes.put(row[0], row[1].getBytes(UTF_8));
    }
    Map<String, List<String[]>> groups =
        rows(file).stream().collect(Collectors.groupingBy(row -> row[0]));
    assertTrue(groups.size() > 30, file);
    return groups.entrySet().stream()
        .map(
            group ->
                DynamicTest.dynamicTest(group.getKey(), () -> check(group.getValue(), remotes)));
  }

  private static void check(List<String[]> cases, Map<String, byte[]> remotes) {
    List<String> wrong = new ArrayList<>();
    for (String[] one : cases) {
      String valid;
      try {
        valid =
            ""
                + SCHEMAS
                    .problems(one[2].getBytes(UTF_8), remotes, one[3].getBytes(UTF_8))
                    .isEmpty();
      } catch (SchemaException e) {
        valid = e.getMessage();
      }
      if (!valid.equals(one[4])) {
        wrong.add(one[1] + ": " + valid);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static List<SchemaProblem> problems(String schema, String value) throws SchemaException {
    return SCHEMAS.problems(schema.getBytes(UTF_8), Map.of(), value.getBytes(UTF_8));
  }

  private static String refusal(String schema, String value) {
    return assertThrows(SchemaException.class, () -> problems(schema, value)).getMessage();
  }

  @Test
  void each_problem_has_its_place() throws Exception {
    List<SchemaProblem> found =
        problems(
            """
            {"type": "object", "required": ["id"], "additionalProperties": false, "properties":
             {"a/b": {"items": {"type": "integer", "maximum": 3}}, "s": {"pattern": "^x$"}}}
            """,
            """
            {"a/b": [1, "x", 9], "s": "y", "more": 1}
            """);
    assertEquals(
        List.of(
            "/a~1b/1: expected integer, got string",
            "/a~1b/2: `9` breaks `maximum` 3",
            "/more: is not allowed by `additionalProperties`",
            "/s: does not match `^x$`",
            ": lacks `id`"),
        found.stream().map(p -> p.path() + ": " + p.message()).sorted().toList());
  }

  @Test
  void only_the_first_hundred_places_are_told() throws Exception {
    String many = IntStream.range(0, 1000).mapToObj(i -> "\"x\"").collect(Collectors.joining(","));
    assertEquals(100, problems("{\"items\": {\"type\": \"null\"}}", "[" + many + "]").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"strin\"} | invalid schema: /type",
        "{\"properties\": {\"a\": 1}} | invalid schema: /properties/a",
        "{\"minimum\": \"1\"} | invalid schema: /minimum",
        "[1] | invalid schema: expected object or boolean, got array",
        "{\"multipleOf\": 0} | invalid schema: /multipleOf",
        "{\"$ref\": \"#/$defs/none\"} | leads to no schema that is here",
        "{\"$ref\": \"https://example.com/other\"} | leads to no schema that is here",
        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\"} | known are draft-07",
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": 1} | invalid schema: /type",
        "{\"pattern\": \"(\"} | is no regular expression",
        "{\"$ref\": \"#\"} | leads to itself",
        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}}, \"$ref\": \"#/$defs/a\"} | leads to itself",
        "{\"$ref\": \"a b\"} | is no URI",
        "{ | invalid JSON"
      })
  void a_schema_that_is_none_is_told(String schema, String message) {
    String told = refusal(schema, "\"x\"");
    assertTrue(told.contains(message), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1001", "-1E-1002", "1e999999999999", "{", "[1,]", "1 2", "NaN", ""})
  void a_value_that_is_none_is_told(String value) {
    refusal("{\"multipleOf\": 3}", value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "^a$ | \"a\\n\" | false",
        "^[[a]+$ | \"[a\" | true",
        "^[a&&b]+$ | \"&\" | true",
        "^[^]$ | \"\\n\" | true",
        "^[]$ | \"x\" | false",
        "\\\\/ | \"/\" | true",
        "^\\\\p{Lu}\\\\p{Script=Greek}$ | \"Xπ\" | true",
        "^\\\\d$ | \"\u0665\" | false"
      })
  void expressions_mean_what_they_mean_elsewhere(String pattern, String value, boolean matches)
      throws Exception {
    assertEquals(matches, problems("{\"pattern\": \"" + pattern + "\"}", value).isEmpty());
  }

  @Test
  void an_expression_that_takes_for_ever_ends() {
    String told = refusal("{\"pattern\": \"^(?:(a+)+\\\\1)+b$\"}", "\"" + "a".repeat(60) + "!\"");
    assertTrue(told.contains("takes too long"), told);
    told = refusal("{\"pattern\": \"^(a|b)*$\"}", "\"" + "ab".repeat(500_000) + "\"");
    assertTrue(told.contains("takes too long"), told);
  }

  @Test
  void what_is_nested_deep_is_an_error() {
    refusal("true", "[".repeat(100_000));
    refusal("{\"not\":".repeat(1000) + "true" + "}".repeat(1000), "1");
  }

  @Test
  void many_items_with_one_hash_are_compared_in_time() throws Exception {
    String[] same = {"Aa", "BB"};
    String items =
        IntStream.range(0, 1 << 15)
            .mapToObj(
                i ->
                    IntStream.range(0, 15)
                        .mapToObj(bit -> same[i >> bit & 1])
                        .collect(Collectors.joining("", "[\"", "\"]")))
            .collect(Collectors.joining(","));
    assertEquals(List.of(), problems("{\"uniqueItems\": true}", "[" + items + "]"));
  }

  @Test
  void a_deadline_ends_a_check() {
    String doubling =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "d%d = {allOf = {{[\"$ref\"] = \"#/$defs/d%d\"}, {[\"$ref\"] = \"#/$defs/d%d\"}}}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(","));
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(300)).build()) {
      String script =
          "return require('json').validate({[\"$defs\"] = {"
              + doubling
              + ", d40 = true}, [\"$ref\"] = \"#/$defs/d0\"}, 1)";
      String told = assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage();
      assertTrue(told.contains("300"), told);
    }
  }
}
