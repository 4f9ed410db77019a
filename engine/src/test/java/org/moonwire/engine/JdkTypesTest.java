package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects of the JDK's own classes, public or not, in the hands of a script. */
class JdkTypesTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  /** A record with a method of its own. */
  public record Point(int x, long y, List<String> tags) {
    /** The sum. */
    public long sum() {
      return x + y;
    }
  }

  static Stream<Arguments> expressions() {
    return Stream.of(
        Arguments.of(
            "list of", List.of("a", "b"), "o[1] .. o[2] .. #o .. tostring(o[3])", "ab2nil"),
        Arguments.of("list of, methods", List.of(1, 2), "o:contains(2) and o:indexOf(2)", "1"),
        Arguments.of("sub list", List.of(1, 2, 3).subList(1, 3), "o[1] + #o", "4"),
        Arguments.of("map of", Map.of("k", 1), "o.k + o['k'] + #o", "3"),
        Arguments.of("map of, methods", Map.of("k", 1), "o:getOrDefault('x', 9)", "9"),
        Arguments.of(
            "an entry of a map", Map.of("k", 7), "o:entrySet():iterator():next():getValue()", "7"),
        Arguments.of("bean property of an entry", Map.entry("k", 7), "o.key .. o.value", "k7"),
        Arguments.of(
            "unmodifiable map",
            Collections.unmodifiableMap(new TreeMap<>(Map.of(1, 2))),
            "o[1]",
            "2"),
        Arguments.of("concurrent map", new ConcurrentHashMap<>(Map.of("k", 1)), "o.k", "1"),
        Arguments.of(
            "enum map", new EnumMap<>(Map.of(TimeUnit.DAYS, "d")), "o:get('DAYS') or #o", "1"),
        Arguments.of(
            "set",
            new LinkedHashSet<>(List.of("x", "y")),
            "#o .. tostring(o:contains('y'))",
            "2true"),
        Arguments.of(
            "record",
            new Point(1, 2, List.of("t")),
            "o:x() + o:y() + o:sum() .. o:tags()[1]",
            "6t"),
        Arguments.of(
            "enum", TimeUnit.HOURS, "o:name() .. o:toMinutes(2) .. tostring(o)", "HOURS120HOURS"),
        Arguments.of("optional", Optional.of(3), "o:map(function(x) return x * 2 end):get()", "6"),
        Arguments.of(
            "empty optional", Optional.empty(), "o:isPresent() or o:orElse('none')", "none"),
        Arguments.of("optional int", OptionalInt.of(5), "o:getAsInt() + o:orElse(1)", "10"),
        Arguments.of(
            "stream",
            Stream.of(3, 1, 2),
            "o:filter(function(x) return x > 1 end):sorted():map(tostring):toList()[2]",
            "3"),
        Arguments.of(
            "int stream", IntStream.range(0, 5), "o:map(function(i) return i * i end):sum()", "30"),
        Arguments.of(
            "reduction", Stream.of(1, 2, 3), "o:reduce(0, function(a, b) return a + b end)", "6"),
        Arguments.of(
            "string builder",
            new StringBuilder("a"),
            "tostring(o:append('b'):append(1):append(true):append(1.5))",
            "ab1true1.5"),
        Arguments.of("builder", Stream.builder(), "o:add(1):add(2):build():count()", "2"),
        Arguments.of("int array", new int[] {4, 5}, "o[1] + o[2] + #o + o.length", "13"),
        Arguments.of("matrix", new double[][] {{1}, {2, 3}}, "o[2][2] + #o[2]", "5"),
        Arguments.of("object array", new Object[] {"a", null}, "o[1] .. tostring(o[2])", "anil"),
        Arguments.of("deque", new ArrayDeque<>(List.of(1, 2)), "o:pollLast() .. o:size()", "21"),
        Arguments.of(
            "default method of a map",
            new HashMap<>(Map.of("k", 1)),
            "o:merge('k', 5, function(a, b) return a + b end)",
            "6"),
        Arguments.of(
            "computing",
            new HashMap<>(),
            "o:computeIfAbsent('k', function(k) return k .. '!' end)",
            "k!"),
        Arguments.of("character sequence", new StringBuilder("abc"), "#o .. o:charAt(1)", "3b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("expressions")
  void works(String name, Object o, String expression, String expected) throws ScriptException {
    engine.put("o", o);
    assertEquals(expected, String.valueOf(engine.eval("return " + expression)));
  }

  static Stream<Arguments> iterables() {
    return Stream.of(
        Arguments.of("List.of", List.of("a", "b"), "1a2b"),
        Arguments.of("array", new String[] {"a", "b"}, "1a2b"),
        Arguments.of("int array", new int[] {7, 8}, "1728"),
        Arguments.of("set", new LinkedHashSet<>(List.of("a", "b")), "1a2b"),
        Arguments.of("deque", new ArrayDeque<>(List.of("a", "b")), "1a2b"),
        Arguments.of("iterator", List.of("a", "b").iterator(), "1a2b"),
        Arguments.of("stream", Stream.of("a", "b"), "1a2b"),
        Arguments.of("int stream", IntStream.of(7, 8), "1728"),
        Arguments.of(
            "values of a map", new TreeMap<>(Map.of("x", "a", "y", "b")).values(), "1a2b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("iterables")
  void pairs_give_positions_from_1(String name, Object o, String expected) throws ScriptException {
    engine.put("o", o);
    String loop = "local s = '' for i, v in pairs(o) do s = s .. i .. v end return s";
    assertEquals(expected, engine.eval(loop));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("iterables")
  void ipairs_do_too(String name, Object o, String expected) throws ScriptException {
    engine.put("o", o);
    String loop = "local s = '' for i, v in ipairs(o) do s = s .. i .. v end return s";
    assertEquals(expected, engine.eval(loop));
  }

  @Test
  void pairs_over_a_map_give_its_entries() throws ScriptException {
    engine.put("o", new TreeMap<>(Map.of("x", 1, "y", 2)));
    assertEquals(
        "x1y2", engine.eval("local s = '' for k, v in pairs(o) do s = s .. k .. v end return s"));
    assertThrows(ScriptException.class, () -> engine.eval("for i, v in ipairs(o) do end"));
  }

  @Test
  void what_has_no_length_says_so() {
    engine.put("o", Stream.of(1));
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("return #o"));
    assertTrue(e.getMessage().contains("attempt to get length of a"), e.getMessage());
  }

  @Test
  void an_entry_comes_before_a_method_of_the_same_name() throws ScriptException {
    engine.put("o", Map.of("size", "mine"));
    assertEquals("mine", engine.eval("return o.size"));
    engine.put("o", Map.of("other", 1));
    assertEquals(1, engine.eval("return o:size()"));
  }

  @Test
  void unmodifiable_collections_refuse_with_the_jdks_exception() {
    engine.put("o", List.of(1));
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("o[1] = 2"));
    assertEquals(UnsupportedOperationException.class, e.getCause().getClass());
  }

  @Test
  void a_library_map_that_makes_entries_is_not_asked_for_methods() throws ScriptException {
    List<Object> asked = new ArrayList<>();
    Map<String, Object> making =
        new HashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Object get(Object key) {
            asked.add(key);
            return super.get(key);
          }
        };
    engine.put("o", making);
    assertEquals(0, engine.eval("return o:size()"));
    assertEquals(List.of(), asked);
  }

  @Test
  void sorting_with_a_lua_function() throws ScriptException {
    List<String> names = new ArrayList<>(Arrays.asList("ccc", "a", "bb"));
    engine.put("o", names);
    engine.eval("o:sort(function(a, b) return #a - #b end)");
    assertEquals(List.of("a", "bb", "ccc"), names);
    engine.eval(
        "o:removeIf(function(s) return #s == 2 end) o:replaceAll(function(s) return s:upper() end)");
    assertEquals(List.of("A", "CCC"), names);
  }
}
