package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.script.Bindings;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an eval takes from its context besides globals, and compiled scripts. */
class ContextTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void a_first_line_for_the_shell_is_skipped() throws ScriptException {
    assertEquals(2, engine.eval("#!/usr/bin/lua\nreturn 2"));
    assertNull(engine.eval("#!/usr/bin/lua"));
  }

  @Test
  void a_nested_eval_leaves_the_outer_script_its_globals() throws Exception {
    engine.put(
        "inner",
        (java.util.concurrent.Callable<Object>)
            () -> {
              Bindings other = engine.createBindings();
              other.put("x", "inner");
              return engine.eval("return x", other);
            });
    engine.put("x", "outer");
    assertEquals("outer inner outer", engine.eval("return x .. ' ' .. inner() .. ' ' .. x"));
  }

  @Test
  void bindings_of_one_engine_work_in_another() throws ScriptException {
    Bindings bindings = engine.createBindings();
    try (LuaEngine other = LuaEngine.builder().build()) {
      other.eval("x = 1", bindings);
    }
    assertEquals(1, engine.eval("return x", bindings));
  }

  @Test
  void a_wrong_timeout_attribute_runs_nothing() {
    engine.put("moonwire.timeout", "soon");
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("ran = true"));
    assertTrue(e.getMessage().contains("`soon`"));
    assertNull(engine.get("ran"));
  }
}
