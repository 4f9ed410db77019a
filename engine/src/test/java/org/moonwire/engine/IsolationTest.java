package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Realms share their libraries until they write to them; no script can tell. */
class IsolationTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  private static String resource(String name) {
    try (InputStream in = IsolationTest.class.getResourceAsStream("/isolation/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> writes() {
    return resource("writes.lua").lines().filter(line -> !line.startsWith("--")).toList();
  }

  private Object describe(SimpleBindings bindings) throws ScriptException {
    return engine.eval(resource("describe.lua"), bindings);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void a_write_of_one_script_shows_in_no_other(String write) throws ScriptException {
    SimpleBindings before = new SimpleBindings();
    Object fresh = describe(before);
    engine.eval("pcall(function() " + write + " end)", new SimpleBindings());
    engine.eval(write, engine.createBindings());
    assertEquals(fresh, describe(new SimpleBindings()));
    assertEquals(fresh, describe(before));
    assertEquals(fresh, engine.eval(resource("describe.lua")));
  }

  @Test
  void a_write_shows_to_the_scripts_of_the_same_bindings() throws ScriptException {
    SimpleBindings own = new SimpleBindings();
    engine.eval("string.foo = 1 math.pi = 3 package.loaded.x = 'x'", own);
    assertEquals(
        "1 3 x 1",
        engine.eval(
            "return string.foo .. ' ' .. math.pi .. ' ' .. require('x') .. ' ' .. (''):rep(0).foo",
            own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_G[1] = 5                                  | return _G[1] == 5",
        "function f() return 5 end                  | return f() == 5",
        "t = {} u = {t}                             | return u[1] == t",
        "string.foo = 1                             | return (''):rep(0).foo == 1",
        "setmetatable(string, {__index = {a = 5}})  | return string.a == 5",
        "package.loaded.x = 5                       | return require('x') == 5",
        "math.randomseed(7) a = math.random() math.randomseed(7) | return math.random() == a",
        "collectgarbage('stop')                     | return not collectgarbage('isrunning')",
        "c = channel.new(1) c:send({5})             | return (c:receive())[1] == 5",
        "co = coroutine.wrap(function() coroutine.yield(1) return 5 end) co() | return co() == 5",
        "c = channel.new() coroutine.spawn(function() c:send(5) end) | return c:receive() == 5",
        "pcall(error, {}) x = 5                     | return x == 5",
      })
  void what_a_script_leaves_is_there_for_the_next_one(String first, String next)
      throws ScriptException {
    SimpleBindings own = new SimpleBindings();
    engine.eval(first, own);
    System.gc();
    assertEquals(true, engine.eval(next, own));
  }

  @Test
  void evals_of_one_bindings_are_in_one_realm_at_the_same_time() throws ScriptException {
    SimpleBindings own = new SimpleBindings();
    own.put("inner", (Callable<Object>) () -> engine.eval("string.foo = 5 return string", own));
    assertEquals(5, engine.eval("inner:call() return string.foo", own));
  }

  @Test
  void what_java_writes_into_a_library_stays_in_its_realm() throws ScriptException {
    @SuppressWarnings("unchecked") // a table is a map
    Map<Object, Object> view = (Map<Object, Object>) engine.eval("return math");
    view.put("pi", 3);
    view.remove("abs");
    assertEquals("3 nil", engine.eval("return math.pi .. ' ' .. tostring(math.abs)"));
    assertEquals("function", engine.eval("return type(math.abs)", new SimpleBindings()));
    assertNotEquals(3, engine.eval("return math.pi", new SimpleBindings()));
  }

  @Test
  void a_library_is_one_table_however_it_is_reached() throws ScriptException {
    assertEquals(
        true, engine.eval("return string == _G.string and string == package.loaded.string"));
    assertEquals(true, engine.eval("return ({[math] = true})[package.loaded.math]"));
    assertEquals(
        true, engine.eval("for k, v in pairs(_G) do if k == 'os' then return v == os end end"));
    assertEquals(true, engine.eval("return package.loaded.package == package"));
  }

  @Test
  void libraries_are_different_tables_in_different_scripts() throws ScriptException {
    Object mine = engine.eval("return tostring(string)", new SimpleBindings());
    assertNotEquals(mine, engine.eval("return tostring(string)", new SimpleBindings()));
  }

  @Test
  void random_numbers_are_seeded_for_one_realm_alone() throws ScriptException {
    SimpleBindings one = new SimpleBindings();
    Object first = engine.eval("math.randomseed(7) return math.random()", one);
    Object other = engine.eval("return math.random()", new SimpleBindings());
    assertNotEquals(first, other);
    assertEquals(first, engine.eval("math.randomseed(7) return math.random()", one));
  }
}
