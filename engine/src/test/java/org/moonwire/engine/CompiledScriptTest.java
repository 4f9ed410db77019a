package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compiled scripts. */
class CompiledScriptTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void a_compiled_script_knows_its_engine_and_runs_again() throws ScriptException {
    CompiledScript script = engine.compile("n = (n or 0) + 1 return n");
    assertSame(engine, script.getEngine());
    assertEquals(1, script.eval());
    assertEquals(2, script.eval());
    assertEquals(2, engine.get("n"));
    assertEquals(1, script.eval(new SimpleBindings()));
    assertEquals(3, script.eval((Bindings) null));
  }

  @Test
  void a_compiled_script_from_a_reader_takes_any_context() throws ScriptException {
    CompiledScript script = engine.compile(new StringReader("return x"));
    SimpleScriptContext context = new SimpleScriptContext();
    context.setAttribute("x", 7, ScriptContext.ENGINE_SCOPE);
    assertEquals(7, script.eval(context));
    assertThrows(NullPointerException.class, () -> script.eval((ScriptContext) null));
  }

  @Test
  void a_compiled_script_runs_in_any_bindings() throws ScriptException {
    CompiledScript script = engine.compile("n = (n or 0) + step return n");
    Bindings one = new SimpleBindings();
    one.put("step", 1);
    Bindings ten = engine.createBindings();
    ten.put("step", 10);
    assertEquals(1, script.eval(one));
    assertEquals(10, script.eval(ten));
    assertEquals(2, script.eval(one));
    assertEquals(10, ten.put("n", 0));
  }

  @Test
  void a_compiled_script_runs_in_the_engines_context() throws ScriptException {
    engine.put("x", 5);
    CompiledScript script = engine.compile("return x");
    assertEquals(5, script.eval());
    assertSame(engine, script.getEngine());
  }

  @Test
  void a_script_that_does_not_parse_is_not_compiled() {
    engine.put(ScriptEngine.FILENAME, "job.lua");
    ScriptException e = assertThrows(ScriptException.class, () -> engine.compile("x =\n="));
    assertEquals("job.lua", e.getFileName());
    assertEquals(2, e.getLineNumber());
  }

  @Test
  void the_name_of_a_script_is_that_of_its_compilation() throws ScriptException {
    engine.put(ScriptEngine.FILENAME, "first.lua");
    CompiledScript script = engine.compile("error('m')");
    engine.put(ScriptEngine.FILENAME, "second.lua");
    assertEquals("first.lua:1: m", assertThrows(ScriptException.class, script::eval).getMessage());
  }

  @Test
  void a_script_follows_the_context_that_its_engine_has_now() throws ScriptException {
    CompiledScript script = engine.compile("return x");
    engine.put("x", 1);
    assertEquals(1, script.eval());
    ScriptContext context = new SimpleScriptContext();
    context.setAttribute("x", 2, ScriptContext.ENGINE_SCOPE);
    engine.setContext(context);
    assertEquals(2, script.eval());
  }

  @Test
  void a_script_of_a_closed_engine_runs_no_more() throws ScriptException {
    CompiledScript script = engine.compile("return 1");
    engine.close();
    assertThrows(ScriptException.class, script::eval);
  }
}
