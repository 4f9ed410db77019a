package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.Map;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a global is looked up, in any legal ScriptContext. */
class ScopesTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  private static SimpleScriptContext context(Bindings own, Bindings global) {
    SimpleScriptContext context = new SimpleScriptContext();
    context.setBindings(own, ScriptContext.ENGINE_SCOPE);
    context.setBindings(global, ScriptContext.GLOBAL_SCOPE);
    return context;
  }

  private static Bindings bindings(String name, Object value) {
    Bindings bindings = new SimpleBindings();
    bindings.put(name, value);
    return bindings;
  }

  @Test
  void engine_scope_comes_before_global_scope() throws ScriptException {
    ScriptContext context = context(bindings("x", "engine"), bindings("x", "global"));
    assertEquals("engine", engine.eval("return x", context));
  }

  @Test
  void global_scope_comes_before_the_library() throws ScriptException {
    ScriptContext context = context(new SimpleBindings(), bindings("print", "mine"));
    assertEquals("mine", engine.eval("return print", context));
  }

  @Test
  void the_managers_bindings_are_visible() throws ScriptException {
    ScriptEngineManager manager = new ScriptEngineManager();
    manager.put("shared", 7);
    ScriptEngine found = manager.getEngineByName("lua");
    assertEquals(7, found.eval("return shared"));
    assertEquals(7, found.eval("return shared", new SimpleBindings()));
  }

  @Test
  void assignments_go_to_engine_scope() throws ScriptException {
    Bindings global = bindings("x", 1);
    ScriptContext context = context(engine.createBindings(), global);
    assertEquals(2, engine.eval("x = x + 1 return x", context));
    assertEquals(1, global.get("x"));
  }

  @Test
  void nil_in_engine_scope_hides_global_scope() throws ScriptException {
    ScriptContext context = context(engine.createBindings(), bindings("x", 1));
    assertNull(engine.eval("x = nil return x", context));
  }

  @Test
  void null_global_bindings_are_legal() throws ScriptException {
    assertEquals(1, engine.eval("return x", context(bindings("x", 1), null)));
  }

  @Test
  void further_scopes_lie_between() throws ScriptException {
    ScriptContext context = new ManyScopes();
    assertEquals("low engine", engine.eval("return low .. ' ' .. both", context));
    assertEquals("global", engine.eval("return top", context));
  }

  @Test
  void a_reused_realm_sees_the_scopes_of_each_eval() throws ScriptException {
    Bindings own = new SimpleBindings();
    assertEquals(1, engine.eval("return x", context(own, bindings("x", 1))));
    assertEquals(2, engine.eval("return x", context(own, bindings("x", 2))));
    assertEquals(1, engine.eval("return x", context(own, bindings("x", 1))));
  }

  @Test
  void lazily_resolving_bindings_need_three_methods_only() throws ScriptException {
    LazyBindings lazy = new LazyBindings();
    lazy.values.put("amount", 40);
    assertEquals(42, engine.eval("total = amount + 2; amount = nil; return total", lazy));
    assertEquals(42, lazy.values.get("total"));
    assertTrue(lazy.values.containsKey("amount"));
    assertNull(lazy.values.get("amount"));
  }

  @Test
  void pairs_does_without_the_names_of_lazy_bindings() throws ScriptException {
    String script = "local n = 0 for k in pairs(_G) do n = n + 1 end return n > 10";
    assertEquals(true, engine.eval(script, new LazyBindings()));
  }

  @Test
  void g_is_the_environment_itself() throws ScriptException {
    assertEquals(true, engine.eval("x = 5 return _G.x == 5 and _G._G == _G", new LazyBindings()));
  }

  /** Three scopes, one of them below ENGINE_SCOPE. */
  private static final class ManyScopes extends SimpleScriptContext {
    private final Map<Integer, Bindings> all =
        Map.of(-314, new SimpleBindings(), 100, new SimpleBindings(), 200, new SimpleBindings());

    ManyScopes() {
      setWriter(new StringWriter());
      all.get(-314).put("low", "low");
      all.get(-314).put("both", "low");
      all.get(100).put("both", "engine");
      all.get(200).put("top", "global");
    }

    @Override
    public Bindings getBindings(int scope) {
      return all.get(scope);
    }

    @Override
    public java.util.List<Integer> getScopes() {
      return all.keySet().stream().sorted().toList();
    }
  }
}
