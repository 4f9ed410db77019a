package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bound object is no door to the JVM. */
class SandboxTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  /** An object that gives away all it can. */
  public static class Leaky {
    public Class<?> type = String.class;
    public Object disguised = String.class;
    public Class<?>[] types = {String.class};

    public Class<?> getType() {
      return type;
    }

    public Object getDisguised() {
      return disguised;
    }

    public ClassLoader getLoader() {
      return getClass().getClassLoader();
    }

    public Object loader() {
      return getClass().getClassLoader();
    }

    public Thread thread() {
      return Thread.currentThread();
    }

    public Object threadInDisguise() {
      return Thread.currentThread();
    }

    public List<Object> list() {
      return List.of(String.class);
    }

    public String nameOf(Class<?> c) {
      return c.getName();
    }

    public String take(Object o) {
      return "took it";
    }

    public String handler(InvocationHandler h) {
      return "handled";
    }

    public Object call(Function<Object, Object> f) {
      return f.apply(String.class);
    }

    public String supply(Supplier<Object> s) {
      return String.valueOf(s.get());
    }
  }

  static List<Object> closedObjects() throws Exception {
    return List.of(
        String.class,
        SandboxTest.class.getClassLoader(),
        String.class.getMethod("length"),
        String.class.getModule(),
        Thread.currentThread(),
        Thread.currentThread().getThreadGroup(),
        Runtime.getRuntime(),
        new ProcessBuilder("true"),
        ProcessHandle.current(),
        java.lang.invoke.MethodHandles.publicLookup(),
        new ScriptEngineManager(),
        new Class<?>[] {String.class});
  }

  @ParameterizedTest
  @MethodSource("closedObjects")
  void a_closed_object_has_no_members(Object closed) {
    engine.put("o", closed);
    for (String attack :
        List.of("o.name", "o:getName()", "o:toString()", "o[1]", "#o", "o()", "o.class")) {
      assertThrows(ScriptException.class, () -> engine.eval("return " + attack), attack);
    }
    assertThrows(ScriptException.class, () -> engine.eval("for k in pairs(o) do end"));
    assertThrows(ScriptException.class, () -> engine.eval("o.x = 1"));
  }

  @ParameterizedTest
  @MethodSource("closedObjects")
  void a_closed_object_can_only_be_given_back(Object closed) throws ScriptException {
    engine.put("o", closed);
    engine.put("leaky", new Leaky());
    engine.put("list", new ArrayList<>());
    engine.put("map", new HashMap<>());
    assertSame(closed, engine.eval("return o"));
    for (String attack :
        List.of("leaky:take(o)", "list:add(o)", "map.x == nil and leaky:nameOf(o)")) {
      assertThrows(ScriptException.class, () -> engine.eval("return " + attack), attack);
    }
    assertThrows(ScriptException.class, () -> engine.eval("map.x = o"));
    assertThrows(ScriptException.class, () -> engine.eval("leaky.disguised = o"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o:getClass()",
        "o.class:forName('java.lang.Runtime')",
        "o:getType():forName('java.lang.Runtime')",
        "o.type:getClassLoader()",
        "o.types[1]:getName()",
        "o.disguised:getName()",
        "o:getDisguised()",
        "o:getLoader()",
        "o:loader()",
        "o:thread()",
        "o:threadInDisguise()",
        "o:list()[1]:getName()",
        "o:list():get(0)",
        "o:list():iterator():next():getName()",
        "o:nameOf('java.lang.String')",
        "o:nameOf(nil)",
        "o:handler(function() end)",
        "o:call(function(c) return c:getName() end)",
        "o:call(function(c) return c end):getName()",
        "o:wait()",
        "o:notifyAll()",
        "getmetatable(o).__index(o, 'class')",
      })
  void no_way_out_of_an_object(String attack) {
    engine.put("o", new Leaky());
    assertThrows(ScriptException.class, () -> engine.eval("return " + attack));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o.class",
        "o.getClass",
        "o.wait",
        "o.getLoader",
        "o.type",
        "o.nameOf",
        "o.handler"
      })
  void what_leads_out_is_not_even_there(String member) throws ScriptException {
    engine.put("o", new Leaky());
    assertNull(engine.eval("return " + member));
  }

  @ParameterizedTest
  @ValueSource(strings = {"getDeclaringClass", "getClass"})
  void an_enum_constant_does_not_give_its_class(String method) {
    engine.put("o", TimeUnit.SECONDS);
    assertThrows(ScriptException.class, () -> engine.eval("return o:" + method + "()"));
  }

  @Test
  void the_metatable_of_objects_is_locked() throws ScriptException {
    engine.put("o", new Leaky());
    assertEquals("string", engine.eval("return type(getmetatable(o))"));
    assertThrows(ScriptException.class, () -> engine.eval("setmetatable(o, {})"));
  }

  @Test
  void a_metamethod_taken_elsewhere_does_nothing() throws ScriptException {
    engine.put("o", new Leaky());
    assertEquals(false, engine.eval("return (pcall(o.take, {}, 1))"));
    assertEquals(false, engine.eval("return (pcall(o.take))"));
  }

  @Test
  void a_method_of_one_class_does_not_run_on_another() throws ScriptException {
    engine.put("o", new Leaky());
    engine.put("list", List.of());
    assertEquals(false, engine.eval("return (pcall(o.take, list, 1))"));
  }

  @Test
  void closed_objects_among_bindings_do_no_harm() throws ScriptException {
    engine.put("aClass", String.class);
    String script =
        "local n for k, v in pairs(_G) do if k == 'aClass' then n = type(v) end end return n";
    assertEquals("userdata", engine.eval(script));
  }

  @Test
  void dynamic_proxies_are_open_by_their_interfaces() throws ScriptException {
    Object proxy =
        Proxy.newProxyInstance(
            SandboxTest.class.getClassLoader(),
            new Class<?>[] {Callable.class},
            (p, m, args) -> m.getName().equals("call") ? "called" : null);
    engine.put("o", proxy);
    assertEquals("called", engine.eval("return o:call()"));
    assertThrows(ScriptException.class, () -> engine.eval("o:getInvocationHandler(o)"));
  }

  @Test
  void a_table_given_to_java_is_no_way_in() throws ScriptException {
    Map<?, ?> view = (Map<?, ?>) engine.eval("t = {} return t");
    engine.put("view", view);
    assertEquals(true, engine.eval("return view == t and t.getClass == nil"));
  }

  @Test
  void a_table_of_another_engine_does_not_give_its_engine_away() throws ScriptException {
    Object table = engine.eval("return {}");
    try (LuaEngine other = LuaEngine.builder().build()) {
      other.put("t", table);
      other.put("f", engine.eval("return coroutine.create(print)"));
      assertNull(other.eval("return t.realm or t.table or t.inRealm or t.exclusively"));
      assertNull(other.eval("return f.realm or f.value or f.inRealm or f.anchor"));
    }
  }

  @Test
  void strings_and_numbers_have_no_java_methods() {
    for (String attack : List.of("('x'):getClass()", "('x').class.name", "(1):getClass()")) {
      assertThrows(ScriptException.class, () -> engine.eval("return " + attack));
    }
  }

  @Test
  void a_supplier_cannot_pass_a_class_on() {
    engine.put("c", String.class);
    engine.put("list", new ArrayList<>(Arrays.asList(1, 2)));
    assertThrows(
        ScriptException.class, () -> engine.eval("list:replaceAll(function() return c end)"));
    assertFalse(((List<?>) engine.get("list")).contains(String.class));
  }
}
