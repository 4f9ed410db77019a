package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values become on their way from Lua to Java and back. */
class ValuesTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  @SuppressWarnings("unchecked") // What a table becomes.
  private Map<Object, Object> table(String script) throws ScriptException {
    return (Map<Object, Object>) engine.eval(script);
  }

  @ParameterizedTest
  @CsvSource({
    "1, java.lang.Integer", "-2147483648, java.lang.Integer", "2147483648, java.lang.Long",
    "2^53, java.lang.Long", "2^62, java.lang.Long", "2^63, java.lang.Double",
    "1.5, java.lang.Double", "1/0, java.lang.Double", "0/0, java.lang.Double",
    "true, java.lang.Boolean", "[[x]], java.lang.String", "string.char(255), [B"
  })
  void a_value_becomes(String expression, String type) throws ScriptException {
    assertEquals(type, engine.eval("return " + expression).getClass().getName());
  }

  @Test
  void minus_zero_keeps_its_sign_both_ways() throws ScriptException {
    engine.put("z", -0.0);
    assertEquals(Double.NEGATIVE_INFINITY, engine.eval("return 1 / z"));
    assertEquals(-0.0, engine.eval("return z"));
  }

  @Test
  void nil_is_null_and_so_is_no_value() throws ScriptException {
    assertNull(engine.eval("return nil"));
    assertNull(engine.eval("return"));
    assertNull(engine.eval(""));
  }

  @Test
  void text_is_utf_8_in_lua() throws ScriptException {
    engine.put("s", "é€😀");
    assertEquals(9, engine.eval("return #s"));
    assertEquals("é€😀", engine.eval("return s"));
  }

  @Test
  void bytes_are_a_string_in_lua() throws ScriptException {
    byte[] bytes = {0, -1, 65};
    engine.put("b", bytes);
    assertEquals("string 3", engine.eval("return type(b) .. ' ' .. #b"));
    assertArrayEquals(bytes, (byte[]) engine.eval("return b"));
  }

  @Test
  void a_table_is_a_live_map() throws ScriptException {
    Map<Object, Object> t = table("t = {1, 2, a = 'x'} return t");
    engine.eval("t.b = 'y'");
    assertEquals("y", t.get("b"));
    t.put("c", List.of(1));
    assertEquals(1, engine.eval("return t.c[1]"));
    t.remove("a");
    assertNull(engine.eval("return t.a"));
  }

  @Test
  void a_table_accepts_any_number_as_key() throws ScriptException {
    Map<Object, Object> t = table("return {'one'}");
    for (Object key : List.of(1, 1L, 1.0, 1f, (short) 1)) {
      assertEquals("one", t.get(key));
    }
  }

  @Test
  void a_map_view_keeps_the_rules_of_map() throws ScriptException {
    Map<Object, Object> t = table("return {1, 2, a = 'x'}");
    assertEquals(Map.of(1, 1, 2, 2, "a", "x"), t);
    assertEquals(3, t.size());
    assertTrue(t.containsKey("a"));
    assertNull(t.get(null));
    t.keySet().removeIf("a"::equals);
    assertEquals(Map.of(1, 1, 2, 2), t);
    t.clear();
    assertTrue(t.isEmpty());
  }

  @Test
  void a_table_within_itself_ends_every_walk() throws ScriptException {
    Map<Object, Object> t = table("local t = {} t.self = t return t");
    assertEquals("{self={...}}", t.toString());
    assertEquals(t, t.get("self"));
    assertEquals(t.hashCode(), t.hashCode());
  }

  @Test
  void a_table_serializes_as_linked_hash_map() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(engine.eval("return {a = {1, 2}}"));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Object copy = in.readObject();
      assertInstanceOf(LinkedHashMap.class, copy);
      assertEquals(Map.of("a", Map.of(1, 1, 2, 2)), copy);
    }
  }

  @Test
  void values_keep_their_identity_through_java() throws ScriptException {
    engine.put("echo", Function.identity());
    String script =
        """
        local t, f, c = {}, function() end, coroutine.create(print)
        return echo(t) == t and echo(f) == f and echo(c) == c
        """;
    assertEquals(true, engine.eval(script));
  }

  @Test
  void objects_keep_their_identity_through_lua() throws ScriptException {
    for (Object o : List.of(new Object(), new ArrayList<>(), new java.util.BitSet())) {
      engine.put("o", o);
      assertSame(o, engine.eval("local t = {o} return t[1]"));
      assertEquals(true, engine.eval("local k = {[o] = 1} return k[o] == 1 and o == o"));
    }
  }

  @Test
  void a_function_is_a_runnable_a_callable_and_a_function() throws Exception {
    LuaFunction f =
        (LuaFunction) engine.eval("return function(x) n = (n or 0) + 1 return x, n end");
    ((Runnable) f).run();
    assertNull(((Callable<Object>) f).call());
    assertEquals("x", ((Function<Object, Object>) f).apply("x"));
    assertEquals(List.of("y", 4), f.callMulti("y"));
    assertEquals("z", f.call("z"));
  }

  @Test
  void a_function_becomes_any_functional_interface() throws ScriptException {
    LuaFunction f = (LuaFunction) engine.eval("return function(a, b) return a .. b end");
    BiFunction<?, ?, ?> plain = f.as(BiFunction.class);
    @SuppressWarnings("unchecked") // The script joins strings.
    BiFunction<String, String, String> join = (BiFunction<String, String, String>) plain;
    assertEquals("ab", join.apply("a", "b"));
    assertThrows(IllegalArgumentException.class, () -> f.as(List.class));
    engine.put("back", join);
    engine.put("f", f);
    assertEquals(true, engine.eval("return back == f"));
  }

  @Test
  void calls_report_script_errors() throws ScriptException {
    LuaFunction f = (LuaFunction) engine.eval("return function() error('boom', 0) end");
    assertEquals("boom", assertThrows(ScriptException.class, f::call).getMessage());
    assertThrows(LuaCallException.class, f::run);
  }

  @Test
  void tables_and_functions_work_in_another_engine() throws Exception {
    Object t = engine.eval("return {x = 1, f = function(o) return o.x + 1 end}");
    try (LuaEngine other = LuaEngine.builder().build()) {
      other.put("t", t);
      assertEquals(1, other.eval("return t.x"));
      other.eval("t.y = 'new'");
      assertEquals("new", ((Map<?, ?>) t).get("y"));
      assertEquals(8, other.eval("return t.f({x = 7})"));
    }
  }

  @Test
  void arrays_of_results_are_first_results() throws ScriptException {
    assertEquals(
        Arrays.asList(1, null, 3),
        ((LuaFunction) engine.eval("return function() return 1, nil, 3 end")).callMulti());
    assertEquals(1, engine.eval("return 1, 2, 3"));
  }
}
