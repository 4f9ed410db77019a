package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java objects in the hands of a script. */
class HostObjectsTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  private Object eval(String script, Object o) throws ScriptException {
    engine.put("o", o);
    return engine.eval(script);
  }

  /** A record as applications declare them. */
  public record Order(String product, int count, TimeUnit unit) {}

  /** A class as applications bind them. */
  public static class Account {
    private String owner = "ann";
    private boolean open = true;
    public int count = 1;
    public final String id = "a1";

    public String getOwner() {
      return owner;
    }

    public void setOwner(String newOwner) {
      owner = newOwner;
    }

    public boolean isOpen() {
      return open;
    }

    public void setOpen(boolean newOpen) {
      open = newOpen;
    }

    public String getURL() {
      return "u";
    }

    public String pick(int i) {
      return "int " + i;
    }

    public String pick(long l) {
      return "long " + l;
    }

    public String pick(double d) {
      return "double " + d;
    }

    public String pick(String s) {
      return "string " + s;
    }

    public String pick(Object o) {
      return "object";
    }

    public String pick(List<?> list) {
      return "list " + list;
    }

    public String join(String first, Object... rest) {
      return first + Arrays.asList(rest);
    }

    public String need(int a, int b) {
      return a + " " + b;
    }

    public long unit(TimeUnit unit) {
      return unit.toSeconds(1);
    }

    public int sum(int[] numbers) {
      return Arrays.stream(numbers).sum();
    }

    public int bytes(byte[] bytes) {
      return bytes.length;
    }

    public String letter(char c) {
      return "<" + c + ">";
    }

    public String fail() {
      throw new IllegalStateException("out of money");
    }

    public void failHard() throws Exception {
      throw new Exception();
    }

    public String send(Order order) {
      return order.product() + order.count() + order.unit();
    }

    public String supply(Supplier<String> s) {
      return s.get();
    }

    public static String statically() {
      return "static";
    }

    String hidden() {
      return "hidden";
    }

    @Override
    public String toString() {
      return "account " + id;
    }
  }

  @Test
  void methods_are_called_with_a_colon() throws ScriptException {
    assertEquals("ann", eval("return o:getOwner()", new Account()));
  }

  @Test
  void a_dot_in_place_of_the_colon_is_explained() {
    ScriptException e =
        assertThrows(ScriptException.class, () -> eval("o.getOwner()", new Account()));
    assertTrue(e.getMessage().contains("colon"), e.getMessage());
  }

  @Test
  void bean_properties_are_fields() throws ScriptException {
    String script = "o.owner = 'bob' o.open = false return o.owner .. tostring(o.open) .. o.URL";
    assertEquals("bobfalseu", eval(script, new Account()));
  }

  @Test
  void public_fields_are_fields() throws ScriptException {
    assertEquals("5a1", eval("o.count = 5 return o.count .. o.id", new Account()));
  }

  @Test
  void what_is_not_there_is_nil_and_cannot_be_set() throws ScriptException {
    assertNull(eval("return o.nosuch", new Account()));
    assertThrows(ScriptException.class, () -> eval("o.nosuch = 1", new Account()));
    assertThrows(ScriptException.class, () -> eval("o.id = 'x'", new Account()));
  }

  @Test
  void neither_hidden_nor_static_methods_are_there() throws ScriptException {
    assertNull(eval("return o.hidden or o.statically", new Account()));
  }

  @Test
  void the_best_overload_is_called() throws ScriptException {
    Account a = new Account();
    assertEquals("int 1", eval("return o:pick(1)", a));
    assertEquals("long 4294967296", eval("return o:pick(2^32)", a));
    assertEquals("double 1.5", eval("return o:pick(1.5)", a));
    assertEquals("string 1", eval("return o:pick('1')", a));
    assertEquals("list [1, 2]", eval("return o:pick({1, 2})", a));
    assertEquals("object", eval("return o:pick(true)", a));
  }

  @Test
  void variable_arguments_are_collected() throws ScriptException {
    Account a = new Account();
    assertEquals("a[]", eval("return o:join('a')", a));
    assertEquals("a[1, x, null]", eval("return o:join('a', 1, 'x', nil)", a));
  }

  @Test
  void missing_arguments_are_an_error_and_not_zero() {
    Account a = new Account();
    for (String call : List.of("o:need()", "o:need(1)", "o:need(1, nil)", "o:need(1, 2, 3)")) {
      assertThrows(ScriptException.class, () -> eval("return " + call, a), call);
    }
  }

  @Test
  void a_number_that_does_not_fit_is_an_error() {
    Account a = new Account();
    assertThrows(ScriptException.class, () -> eval("o:need(1.5, 1)", a));
    assertThrows(ScriptException.class, () -> eval("o:need(2^40, 1)", a));
  }

  @Test
  void the_declared_type_decides() throws ScriptException {
    Account a = new Account();
    assertEquals(3600, eval("return o:unit('HOURS')", a));
    assertEquals(6, eval("return o:sum({1, 2, 3})", a));
    assertEquals(3, eval("return o:bytes('\\0\\255x')", a));
    assertEquals("<x>", eval("return o:letter('x')", a));
    assertEquals("made", eval("return o:supply(function() return 'made' end)", a));
    assertThrows(ScriptException.class, () -> eval("o:unit('CENTURIES')", a));
  }

  @Test
  void a_table_becomes_a_record_by_its_component_names() throws ScriptException {
    Account a = new Account();
    assertEquals("tea2null", eval("return o:send{product = 'tea', count = 2}", a));
    assertEquals("tea1DAYS", eval("return o:send{product='tea', count=1, unit='DAYS'}", a));
    for (String bad :
        List.of(
            "{product='tea'}",
            "{product='tea', count='x'}",
            "{1, 2, 3}",
            "{product='tea', count=1, colour='green'}")) {
      assertThrows(ScriptException.class, () -> eval("o:send" + bad, a), bad);
    }
  }

  @Test
  void a_string_that_is_no_text_is_an_error_for_a_text_parameter() {
    assertThrows(ScriptException.class, () -> eval("o.owner = '\\255'", new Account()));
  }

  @Test
  void exceptions_are_lua_errors_with_a_cause() throws ScriptException {
    Account a = new Account();
    assertEquals(
        "chunk:1: out of money", eval("local ok, e = pcall(function() o:fail() end) return e", a));
    ScriptException e = assertThrows(ScriptException.class, () -> eval("o:fail()", a));
    assertEquals(IllegalStateException.class, e.getCause().getClass());
    assertTrue(e.getMessage().contains("out of money"));
    assertThrows(ScriptException.class, () -> eval("o:failHard()", a));
  }

  @Test
  void script_errors_pass_through_java_unchanged() throws ScriptException {
    String script =
        "local e = {} local ok, v = pcall(function() o:forEach(function() error(e) end) end)\n"
            + "return not ok and v == e";
    assertEquals(true, eval(script, List.of(1)));
  }

  @Test
  void tostring_is_to_string() throws ScriptException {
    assertEquals("account a1", eval("return tostring(o)", new Account()));
  }

  @Test
  void lists_of_any_class_are_indexed_from_1() throws ScriptException {
    for (List<String> list :
        List.of(
            List.of("a", "b"),
            Arrays.asList("a", "b"),
            Collections.unmodifiableList(new ArrayList<>(List.of("a", "b"))))) {
      assertEquals("ab2", eval("return o[1] .. o[2] .. #o", list));
      assertNull(eval("return o[0] or o[3] or o[1.5]", list));
      assertEquals("a", eval("return o:get(0)", list));
    }
  }

  @Test
  void lists_and_arrays_are_written() throws ScriptException {
    List<Object> list = new ArrayList<>(List.of(1));
    eval("o[1] = 'x' o[2] = 'y'", list);
    assertEquals(List.of("x", "y"), list);
    assertThrows(ScriptException.class, () -> eval("o[5] = 1", list));
    int[] array = {1, 2};
    assertEquals(2, eval("o[1] = 7 return #o", array));
    assertEquals(7, array[0]);
    assertThrows(ScriptException.class, () -> eval("o[1] = 'x'", array));
  }

  @Test
  void maps_are_indexed_by_key() throws ScriptException {
    Map<Object, Object> map = new HashMap<>(Map.of("a", 1, 5L, "five"));
    assertEquals("1five2", eval("return o.a .. o[5] .. #o", map));
    eval("o.b = 'new' o.a = nil o[5] = 'V'", map);
    assertEquals(Map.of("b", "new", 5L, "V"), map);
    assertEquals("new", eval("return o:get('b')", map));
    assertEquals(1, eval("return o.a", Map.of("a", 1)));
  }

  @Test
  void pairs_and_ipairs_iterate() throws ScriptException {
    String pairs = "local s = '' for k, v in pairs(o) do s = s .. k .. v end return s";
    String ipairs = "local s = '' for i, v in ipairs(o) do s = s .. i .. v end return s";
    assertEquals("1a2b", eval(pairs, List.of("a", "b")));
    assertEquals("1a2b", eval(ipairs, List.of("a", "b")));
    assertEquals("1a2b", eval(ipairs, new String[] {"a", "b"}));
    assertEquals(
        "x1y2",
        eval(
            pairs,
            new LinkedHashMap<>(Map.of("x", 1)) {
              private static final long serialVersionUID = 1L;

              {
                put("y", 2);
              }
            }));
    assertEquals("1a", eval(pairs, Set.of("a")));
  }

  @Test
  void an_iterator_can_be_called_in_a_loop() throws ScriptException {
    Iterator<String> iterator = List.of("a", "b").iterator();
    assertEquals("ab", eval("local s = '' for v in o do s = s .. v end return s", iterator));
  }

  @Test
  void lua_functions_are_lambdas() throws ScriptException {
    List<Integer> list = List.of(3, 1, 2);
    String script = "return o:stream():map(function(x) return x * 2 end):toList()";
    assertEquals(List.of(6, 2, 4), eval(script, list));
    List<Integer> sorted = new ArrayList<>(list);
    eval("o:sort(function(a, b) return a - b end)", sorted);
    assertEquals(List.of(1, 2, 3), sorted);
  }

  @Test
  void lambdas_are_lua_functions() throws ScriptException {
    Function<Integer, Integer> twice = x -> x * 2;
    assertEquals(42, eval("return o(21)", twice));
    Supplier<String> supplier = () -> "s";
    assertEquals("s", eval("return o()", supplier));
    StringBuilder ran = new StringBuilder();
    Runnable runnable = () -> ran.append("ran");
    eval("o()", runnable);
    assertEquals("ran", ran.toString());
    assertThrows(ScriptException.class, () -> eval("o()", new Account()));
  }

  @Test
  void one_object_is_one_value() throws ScriptException {
    Account a = new Account();
    engine.put("list", List.of(a));
    assertEquals(true, eval("return list[1] == o and rawequal(list[1], o)", a));
    assertSame(a, eval("return list[1]", a));
  }

  @Test
  void two_objects_are_two_values_even_if_equal() throws ScriptException {
    engine.put("p", new ArrayList<>(List.of(1)));
    assertEquals(false, eval("return o == p", new ArrayList<>(List.of(1))));
  }
}
