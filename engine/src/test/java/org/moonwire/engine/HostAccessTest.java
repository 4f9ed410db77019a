package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host grants of Java beyond the objects that it binds. */
class HostAccessTest {
  private final LuaEngine engine =
      LuaEngine.builder()
          .hostAccess(
              HostAccess.builder()
                  .packages("java.time", "java.util", "java.lang")
                  .classes(TimeUnit.class)
                  .classes("java.math.BigDecimal")
                  .members(java.text.Normalizer.class, "isNormalized")
                  .build())
          .build();

  @AfterEach
  void close() {
    engine.close();
  }

  private Object eval(String script) throws ScriptException {
    return engine.eval(script);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tostring(java.type('java.time.LocalDate').of(2020, 2, 29):plusDays(1)) | 2020-03-01",
        "java.type('java.lang.Math').max(3, 4) | 4",
        "java.type('java.lang.Math').max(3, 4.5) | 4.5",
        "java.type('java.lang.Integer').MAX_VALUE | 2147483647",
        "java.type('java.lang.String').format('%s-%03d', 'a', 7) | a-007",
        "tostring(java.type('java.util.concurrent.TimeUnit').SECONDS) | SECONDS",
        "java.type('java.util.concurrent.TimeUnit').valueOf('DAYS'):toHours(1) | 24",
        "tostring(java.type('java.math.BigDecimal')('1.10')) | 1.10",
        "tostring(java.type('java.util.List').of(1, 2, 3)) | [1, 2, 3]",
        "tostring(java.type('java.util.Map').of('a', 1)) | {a=1}",
        "#java.type('java.util.ArrayList').new({1, 2}) | 2",
        "require('java') == java and type(java.type('java.util.List')) | userdata",
        "tostring(java.type('java.time.LocalDate')) | class java.time.LocalDate",
        "java.type('java.util.Map$Entry').comparingByKey() ~= nil | true",
      })
  void a_granted_class_is_used(String expression, String expected) throws ScriptException {
    assertEquals(expected, String.valueOf(eval("return " + expression)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Class",
        "java.lang.ClassLoader",
        "java.lang.Thread",
        "java.lang.ThreadGroup",
        "java.lang.Runtime",
        "java.lang.System",
        "java.lang.ProcessBuilder",
        "java.lang.ProcessHandle",
        "java.lang.Module",
        "java.lang.StackWalker",
        "java.util.ServiceLoader",
        "java.lang.reflect.Array",
        "java.lang.invoke.MethodHandles",
        "java.net.URLClassLoader",
        "java.util.concurrent.Executors",
        "java.time.chrono.IsoChronology",
        "no.such.Class",
        "int",
        "[Ljava.lang.String;",
        "",
      })
  void what_is_closed_not_granted_or_not_there_reads_the_same(String name) {
    ScriptException e =
        assertThrows(ScriptException.class, () -> eval("return java.type('" + name + "')"));
    assertTrue(
        e.getMessage().contains("the class `" + name + "` is not granted to scripts"),
        e.getMessage());
  }

  @Test
  void closed_types_cannot_be_granted() {
    HostAccess.Builder builder = HostAccess.builder();
    for (Class<?> type :
        new Class<?>[] {
          Class.class, System.class, Thread.class, Runtime.class, java.lang.reflect.Method.class
        }) {
      assertThrows(IllegalArgumentException.class, () -> builder.classes(type), type.getName());
      assertThrows(IllegalArgumentException.class, () -> builder.members(type, "x"));
    }
  }

  @Test
  void single_members_are_granted_alone() throws ScriptException {
    String members = "local N = java.type('java.text.Normalizer') return N.isNormalized ~= nil";
    assertEquals(true, eval(members));
    assertEquals(true, eval("return java.type('java.text.Normalizer').normalize == nil"));
  }

  @Test
  void there_is_no_such_module_without_a_grant() throws ScriptException {
    try (LuaEngine plain = LuaEngine.builder().build()) {
      assertEquals(true, plain.eval("return java == nil"));
      assertThrows(ScriptException.class, () -> plain.eval("require('java')"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C.PI = 3",
        "C.class",
        "C.getName()",
        "C.forName('java.lang.Runtime')",
        "C:getClassLoader()",
        "list:add(C)",
        "list[1] = C",
        "java.type('java.util.Objects').toString(C)",
        "java.type('java.util.Optional').of(C)",
        "java.type('java.util.List').of(C)",
        "java.type('java.lang.String').valueOf(C)",
        "java.type('java.util.ResourceBundle').getBundle('x')",
        "C()",
        "java.type('java.lang.Number')()",
        "java.type('java.lang.Integer').parseInt('x')",
        "getmetatable(C).__index(C, 'PI')",
      })
  void a_class_is_no_door(String attack) {
    engine.put("list", new ArrayList<>());
    assertThrows(
        ScriptException.class,
        () -> eval("local C = java.type('java.lang.Math') local x = " + value(attack)),
        attack);
  }

  private static String value(String attack) {
    return attack.contains(" = ") ? "1 " + attack : "(" + attack + ").x.y";
  }

  @Test
  void objects_are_told_apart_by_class() throws ScriptException {
    String script =
        "local List, Set = java.type('java.util.List'), java.type('java.util.Set')\n"
            + "local l = java.type('java.util.ArrayList')()\n"
            + "return tostring(java.is(l, List)) .. tostring(java.is(l, Set))"
            + " .. tostring(java.is(nil, List)) .. tostring(java.is('x', List))";
    assertEquals("truefalsefalsefalse", eval(script));
    assertThrows(ScriptException.class, () -> eval("java.is(1, 'java.util.List')"));
  }

  @Test
  void constructors_throw_what_java_throws() {
    ScriptException e =
        assertThrows(ScriptException.class, () -> eval("java.type('java.util.ArrayList')(-1)"));
    assertEquals(IllegalArgumentException.class, e.getCause().getClass());
  }

  @Test
  void a_class_has_one_value() throws ScriptException {
    assertEquals(true, eval("return java.type('java.util.List') == java.type('java.util.List')"));
  }

  @Test
  void a_map_with_a_comparator_of_lua_still_has_methods() throws ScriptException {
    String script =
        "local m = java.type('java.util.TreeMap')({compare = function(self, a, b) return b - a end})\n"
            + "m[1] = 'a' m:put(2, 'b') return tostring(m)";
    assertEquals("{2=b, 1=a}", eval(script));
  }
}
