package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bindings are the globals of a script. */
class BindingsTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void a_variable_put_by_java_is_a_global() throws ScriptException {
    engine.put("x", 40);
    assertEquals(42, engine.eval("return x + 2"));
  }

  @Test
  void a_global_assigned_by_the_script_is_a_variable() throws ScriptException {
    engine.eval("x = 'hello'");
    assertEquals("hello", engine.get("x"));
  }

  @Test
  void only_what_the_script_assigns_is_in_the_bindings() throws ScriptException {
    engine.eval("local a = 1; b = 2; print = print");
    assertEquals(Set.of("b", "print"), engine.getBindings(ScriptContext.ENGINE_SCOPE).keySet());
  }

  @Test
  void foreign_bindings_are_written_through() throws ScriptException {
    Bindings bindings = new SimpleBindings();
    engine.eval("x = 1; y = {}", bindings);
    assertEquals(Set.of("x", "y"), bindings.keySet());
    assertEquals(1, bindings.get("x"));
  }

  @Test
  void nothing_internal_is_put_into_foreign_bindings() throws ScriptException {
    Bindings bindings = new SimpleBindings();
    bindings.put("javax.script.argv", new String[] {"a"});
    engine.eval("local t = {}; function t.f() end; return select('#', ...), arg[1]", bindings);
    assertEquals(Set.of("javax.script.argv"), bindings.keySet());
  }

  @Test
  void assigning_nil_puts_null() throws ScriptException {
    Bindings bindings = new SimpleBindings();
    bindings.put("x", 1);
    engine.eval("x = nil", bindings);
    assertTrue(bindings.containsKey("x"));
    assertNull(bindings.get("x"));
  }

  @Test
  void a_null_variable_is_nil_and_hides_the_library() throws ScriptException {
    for (Bindings bindings : List.of(new SimpleBindings(), engine.createBindings())) {
      bindings.put("print", null);
      assertNull(engine.eval("return print", bindings));
      assertTrue(bindings.containsKey("print"));
    }
  }

  @Test
  void reserved_names_are_invisible_and_cannot_be_set() throws ScriptException {
    engine.put("javax.script.filename", "f.lua");
    engine.put("moonwire.x", 1);
    assertNull(engine.eval("return _G['javax.script.filename'] or _G['moonwire.x']"));
    assertThrows(ScriptException.class, () -> engine.eval("_G['moonwire.actor'] = 'root'"));
    assertEquals("f.lua", engine.get("javax.script.filename"));
  }

  @Test
  void pairs_over_globals_shows_variables_and_library_but_nothing_reserved()
      throws ScriptException {
    String script = "local names = {} for k in pairs(_G) do names[#names + 1] = k end return names";
    for (Bindings bindings : List.of(new SimpleBindings(), engine.createBindings())) {
      bindings.put("mine", 1);
      bindings.put("gone", null);
      bindings.put("javax.script.filename", "f");
      List<Object> names = List.copyOf(((Map<?, ?>) engine.eval(script, bindings)).values());
      assertTrue(names.contains("mine") && names.contains("print"), names::toString);
      assertFalse(names.contains("gone") || names.contains("javax.script.filename"));
    }
  }

  @Test
  void each_bindings_object_has_its_own_globals() throws ScriptException {
    Bindings a = engine.createBindings();
    Bindings b = engine.createBindings();
    engine.eval("x = 'a'", a);
    engine.eval("x = 'b'", b);
    assertEquals("a", engine.eval("return x", a));
  }

  @Test
  void equal_bindings_are_still_different_worlds() throws ScriptException {
    Bindings a = new SimpleBindings();
    Bindings b = new SimpleBindings();
    engine.eval("string.mark = 1", a);
    assertNull(engine.eval("return string.mark", b));
  }

  @Test
  void a_closure_keeps_the_globals_it_was_made_with() throws ScriptException {
    Bindings a = engine.createBindings();
    Bindings b = engine.createBindings();
    a.put("x", "a");
    b.put("x", "b");
    b.put("f", engine.eval("return function() return x end", a));
    assertEquals("a", engine.eval("return f()", b));
  }

  @Test
  void what_java_puts_it_gets_back() {
    Bindings bindings = engine.createBindings();
    Object host = new Object();
    List<Object> values = List.of(5L, 1.5f, 'c', (short) 3, Long.MAX_VALUE, "s", true, host);
    for (Object value : values) {
      bindings.put("x", value);
      assertEquals(value, bindings.get("x"));
    }
    assertSame(host, bindings.get("x"));
  }

  @Test
  void created_bindings_keep_the_rules_of_bindings() {
    Bindings bindings = engine.createBindings();
    assertThrows(NullPointerException.class, () -> bindings.put(null, 1));
    assertThrows(IllegalArgumentException.class, () -> bindings.put("", 1));
    assertThrows(NullPointerException.class, () -> bindings.get(null));
    assertThrows(NullPointerException.class, () -> bindings.containsKey(null));
    assertThrows(IllegalArgumentException.class, () -> bindings.containsKey(""));
    assertThrows(NullPointerException.class, () -> bindings.remove(null));
    assertThrows(NullPointerException.class, () -> bindings.putAll(null));
    assertThrows(IllegalArgumentException.class, () -> bindings.putAll(Map.of("", 1)));
    Object number = 5;
    assertThrows(ClassCastException.class, () -> bindings.get(number));
    assertNull(bindings.put("x", 1));
    assertEquals(1, bindings.put("x", 2));
    assertEquals(2, bindings.remove("x"));
    assertTrue(bindings.isEmpty());
  }

  @Test
  void a_variable_may_have_a_name_that_lua_cannot_write() throws ScriptException {
    engine.put("not a name", 1);
    engine.put("end", 2);
    engine.put("größe 😀", 3);
    assertEquals(6, engine.eval("return _G['not a name'] + _G['end'] + _G['größe 😀']"));
  }

  @Test
  void keys_that_are_no_names_stay_with_the_script() throws ScriptException {
    Bindings bindings = new SimpleBindings();
    String script =
        "_G[1] = 'one'; _G[''] = 2; _G['\\255'] = 3; return _G[1] .. _G[''] .. _G['\\255']";
    assertEquals("one23", engine.eval(script, bindings));
    assertTrue(bindings.isEmpty());
  }

  @Test
  void a_script_over_read_only_bindings_has_globals_that_the_host_does_not_see() throws Exception {
    Map<String, Object> given = Map.of("x", 1);
    String script = "function twice(n) return 2 * n end x = twice(x) y = nil return x";
    assertEquals(2, engine.eval(script, new SimpleBindings(given)));
    assertEquals(Map.of("x", 1), given);
  }

  @Test
  void pairs_names_what_read_only_bindings_refused() throws Exception {
    Bindings given = new SimpleBindings(Map.of("x", 1));
    String script = "y = 2 local seen = {} for k, v in pairs(_G) do seen[k] = v end ";
    assertEquals("1 2", engine.eval(script + "return seen.x .. ' ' .. seen.y", given));
  }
}
