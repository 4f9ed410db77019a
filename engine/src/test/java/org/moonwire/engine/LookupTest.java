package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "lua, 5.2, Lua 5.2, 2",
    "lua5.2, 5.2, Lua 5.2, 2",
    "Lua5.2, 5.2, Lua 5.2, 2",
    "lua5.4, 5.4, Lua 5.4, 2.0",
    "Lua5.4, 5.4, Lua 5.4, 2.0"
  })
  void a_name_may_say_the_level(String name, String version, String global, String two)
      throws ScriptException {
    ScriptEngine engine = manager.getEngineByName(name);
    assertEquals(version, engine.getFactory().getLanguageVersion());
    assertEquals(version, engine.getFactory().getParameter(ScriptEngine.LANGUAGE_VERSION));
    assertEquals(global, engine.eval("return _VERSION"));
    assertEquals(two, engine.eval("return tostring(4 / 2)"));
    assertEquals(version, engine.getFactory().getScriptEngine().getFactory().getLanguageVersion());
  }

  @Test
  void the_property_says_the_level_where_nobody_else_does() {
    System.setProperty("moonwire.language", "5.4");
    try {
      assertEquals("5.4", manager.getEngineByName("lua").getFactory().getLanguageVersion());
      assertEquals("5.2", manager.getEngineByName("lua5.2").getFactory().getLanguageVersion());
      assertEquals("5.4", LuaEngine.builder().build().getFactory().getLanguageVersion());
      System.setProperty("moonwire.language", "5.3");
      assertEquals("5.2", manager.getEngineByName("lua").getFactory().getLanguageVersion());
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> LuaEngine.builder().build());
      assertEquals("`moonwire.language`: no language level `5.3`; give 5.2 or 5.4", e.getMessage());
    } finally {
      System.clearProperty("moonwire.language");
    }
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
