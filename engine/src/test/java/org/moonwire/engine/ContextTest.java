package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import javax.script.Bindings;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an eval takes from its context besides globals, and compiled scripts. */
class ContextTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  private static ScriptContext writingTo(StringWriter out) {
    ScriptContext context = new SimpleScriptContext();
    context.setWriter(out);
    return context;
  }

  @Test
  void print_writes_to_the_writer_of_the_eval() throws ScriptException {
    StringWriter a = new StringWriter();
    StringWriter b = new StringWriter();
    engine.eval("print('a', 1)", writingTo(a));
    engine.eval("print('b')", writingTo(b));
    assertEquals("a\t1\n", a.toString());
    assertEquals("b\n", b.toString());
  }

  @Test
  void a_writer_that_is_replaced_is_no_longer_written_to() throws ScriptException {
    StringWriter first = new StringWriter();
    StringWriter second = new StringWriter();
    engine.getContext().setWriter(first);
    engine.eval("function say() print('x') end say()");
    engine.getContext().setWriter(second);
    engine.eval("say()");
    assertEquals("x\n", first.toString());
    assertEquals("x\n", second.toString());
  }

  @Test
  void scripts_come_from_readers_too() throws ScriptException {
    assertEquals(3, engine.eval(new StringReader("return 1 + 2")));
    assertEquals(3, engine.compile(new StringReader("return 1 + 2")).eval());
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
  void a_first_line_for_the_shell_is_skipped() throws ScriptException {
    assertEquals(2, engine.eval("#!/usr/bin/lua\nreturn 2"));
    assertNull(engine.eval("#!/usr/bin/lua"));
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
