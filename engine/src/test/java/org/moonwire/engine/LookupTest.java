package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How hosts find the engine, with LuaJ's own factory on the class path. */
class LookupTest {
  private final ScriptEngineManager manager = new ScriptEngineManager();
  private final ScriptEngineFactory factory = new LuaScriptEngineFactory();

  @Test
  void luaj_registers_a_factory_of_its_own() {
    assertTrue(
        manager.getEngineFactories().stream().anyMatch(f -> f.getNames().contains("luaj")),
        "without it these tests prove nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"moonwire", "lua", "Lua"})
  void found_by_name(String name) {
    assertInstanceOf(LuaEngine.class, manager.getEngineByName(name));
  }

  @Test
  void found_by_extension() {
    assertInstanceOf(LuaEngine.class, manager.getEngineByExtension("lua"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/x-lua", "application/x-lua", "text/lua", "application/lua"})
  void found_by_mime_type(String type) {
    assertInstanceOf(LuaEngine.class, manager.getEngineByMimeType(type));
  }

  @Test
  void unknown_parameters_are_null() {
    assertNull(factory.getParameter("nonsense"));
    assertNull(factory.getParameter(null));
  }

  @Test
  void parameters_agree_with_the_getters() {
    assertEquals(factory.getEngineName(), factory.getParameter(ScriptEngine.ENGINE));
    assertEquals(factory.getEngineVersion(), factory.getParameter(ScriptEngine.ENGINE_VERSION));
    assertEquals(factory.getLanguageName(), factory.getParameter(ScriptEngine.LANGUAGE));
    assertEquals(factory.getLanguageVersion(), factory.getParameter(ScriptEngine.LANGUAGE_VERSION));
    assertEquals("moonwire", factory.getParameter(ScriptEngine.NAME));
    assertEquals("MULTITHREADED", factory.getParameter("THREADING"));
  }

  @Test
  void method_calls_use_a_colon() {
    assertEquals("obj:run(1, 2)", factory.getMethodCallSyntax("obj", "run", "1", "2"));
  }

  @Test
  void the_output_statement_prints_any_text() throws ScriptException {
    java.io.StringWriter out = new java.io.StringWriter();
    ScriptEngine engine = factory.getScriptEngine();
    engine.getContext().setWriter(out);
    engine.eval(factory.getProgram(factory.getOutputStatement("a \"b\" \\ c\nd")));
    assertEquals("a \"b\" \\ c\nd", out.toString().strip());
  }

  @Test
  void every_engine_knows_its_factory() {
    ScriptEngine engine = factory.getScriptEngine();
    assertEquals("Lua (Moonwire)", engine.getFactory().getEngineName());
  }

  @Test
  void a_program_of_method_calls_runs() throws ScriptException {
    ScriptEngine engine = factory.getScriptEngine();
    engine.put("list", new java.util.ArrayList<>());
    engine.eval(
        factory.getProgram(
            factory.getMethodCallSyntax("list", "add", "1"),
            "last = list -- not what follows is called",
            factory.getMethodCallSyntax("(last)", "add", "2"),
            factory.getMethodCallSyntax("list", "remove", "0")));
    assertEquals(java.util.List.of(2), engine.get("list"));
    assertNull(engine.eval(factory.getProgram()));
  }

  @Test
  void a_factory_that_a_host_registers_is_found_under_its_names() {
    manager.registerEngineName("mine", factory);
    manager.registerEngineExtension("mine", factory);
    manager.registerEngineMimeType("text/mine", factory);
    assertInstanceOf(LuaEngine.class, manager.getEngineByName("mine"));
    assertInstanceOf(LuaEngine.class, manager.getEngineByExtension("mine"));
    assertInstanceOf(LuaEngine.class, manager.getEngineByMimeType("text/mine"));
  }

  @Test
  void a_language_is_found_by_its_name() {
    assertTrue(
        manager.getEngineFactories().stream()
            .filter(f -> f.getLanguageName().equals("Lua"))
            .anyMatch(f -> f.getScriptEngine() instanceof javax.script.Invocable));
  }
}
