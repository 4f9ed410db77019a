package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code javax.script.argv} and {@code javax.script.filename}. */
class ArgumentsTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void argv_arrives_as_dots_and_as_arg() throws ScriptException {
    engine.put(ScriptEngine.ARGV, new String[] {"a", "b"});
    assertEquals("2ab", engine.eval("return select('#', ...) .. arg[1] .. select(2, ...)"));
    engine.put(ScriptEngine.ARGV, List.of("c"));
    assertEquals("1c", engine.eval("return #arg .. (...)"));
  }

  @Test
  void without_argv_there_are_no_arguments() throws ScriptException {
    assertEquals(0, engine.eval("return select('#', ...)"));
    assertNull(engine.eval("return arg"));
  }

  @Test
  void filename_is_the_name_of_the_chunk() {
    engine.put(ScriptEngine.FILENAME, "dir/x.lua");
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("error('m')"));
    assertEquals("dir/x.lua:1: m", e.getMessage());
    engine.put(ScriptEngine.FILENAME, null);
    e = assertThrows(ScriptException.class, () -> engine.eval("error('m')"));
    assertEquals("chunk:1: m", e.getMessage());
  }

  @Test
  void argv_and_filename_are_those_of_the_context() throws ScriptException {
    SimpleScriptContext context = new SimpleScriptContext();
    context.setAttribute(ScriptEngine.ARGV, new String[] {"a", "b"}, ScriptContext.ENGINE_SCOPE);
    context.setAttribute(ScriptEngine.FILENAME, "x.lua", ScriptContext.ENGINE_SCOPE);
    assertEquals(
        "ab2x.lua", engine.eval("local p, q = ... return p .. q .. #arg .. arg[0]", context));
  }

  @Test
  void arguments_may_be_anything_also_null() throws ScriptException {
    engine.put(ScriptEngine.ARGV, new Object[] {1, null, List.of("x")});
    assertEquals(
        "3 1 nil x",
        engine.eval(
            "local a, b, c = ... return select('#', ...) .. ' ' .. a .. ' ' .. tostring(b) .. ' ' .. c[1]"));
    engine.put(ScriptEngine.ARGV, "alone");
    assertEquals("alone", engine.eval("return ..."));
    engine.put(ScriptEngine.ARGV, null);
    assertEquals(0, engine.eval("return select('#', ...)"));
  }

  @Test
  void a_file_name_of_any_characters_is_kept() {
    engine.put(ScriptEngine.FILENAME, "früh 😀.lua");
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("error('m')"));
    assertEquals("früh 😀.lua", e.getFileName());
    assertEquals("früh 😀.lua:1: m", e.getMessage());
  }
}
