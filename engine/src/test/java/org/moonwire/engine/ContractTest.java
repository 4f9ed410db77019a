package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the documentation of {@code javax.script} promises of null, scopes and contexts. */
class ContractTest {
  private static final int ENGINE = ScriptContext.ENGINE_SCOPE;
  private static final int GLOBAL = ScriptContext.GLOBAL_SCOPE;

  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  private static void refuses(Class<? extends Exception> type, Executable... calls) {
    for (Executable call : calls) {
      assertThrows(type, call);
    }
  }

  @Test
  void null_is_refused_by_every_way_to_evaluate() {
    String script = "return 1";
    refuses(
        NullPointerException.class,
        () -> engine.eval((String) null),
        () -> engine.eval((Reader) null),
        () -> engine.eval(script, (Bindings) null),
        () -> engine.eval(script, (ScriptContext) null),
        () -> engine.eval((String) null, new SimpleBindings()),
        () -> engine.eval(new StringReader(script), (Bindings) null),
        () -> engine.eval(new StringReader(script), (ScriptContext) null),
        () -> engine.compile((String) null),
        () -> engine.compile((Reader) null));
  }

  @Test
  void keys_are_names() {
    refuses(NullPointerException.class, () -> engine.put(null, 1), () -> engine.get(null));
    refuses(IllegalArgumentException.class, () -> engine.put("", 1), () -> engine.get(""));
  }

  @Test
  void scopes_are_the_two_of_the_specification() {
    refuses(
        IllegalArgumentException.class,
        () -> engine.getBindings(42),
        () -> engine.setBindings(engine.createBindings(), 42));
    refuses(NullPointerException.class, () -> engine.setBindings(null, ENGINE));
    engine.setBindings(null, GLOBAL);
    assertNull(engine.getBindings(GLOBAL));
  }

  @Test
  void the_context_is_the_one_that_was_set() throws ScriptException {
    refuses(NullPointerException.class, () -> engine.setContext(null));
    SimpleScriptContext context = new SimpleScriptContext();
    context.setAttribute("x", 5, ENGINE);
    engine.setContext(context);
    assertSame(context, engine.getContext());
    assertEquals(5, engine.eval("return x"));
    assertSame(context.getBindings(ENGINE), engine.getBindings(ENGINE));
  }

  @Test
  void put_and_get_are_those_of_the_engine_scope() {
    engine.put("x", 1);
    assertEquals(1, engine.getBindings(ENGINE).get("x"));
    engine.getBindings(ENGINE).put("y", 2);
    assertEquals(2, engine.get("y"));
    assertNull(engine.get("nosuch"));
  }

  @Test
  void new_bindings_are_empty_and_nobody_elses() {
    Bindings first = engine.createBindings();
    assertEquals(0, first.size());
    assertNotSame(first, engine.createBindings());
    first.put("x", 1);
    assertNull(engine.get("x"));
  }

  @Test
  void bindings_of_an_eval_leave_the_engines_alone() throws ScriptException {
    engine.put("x", "engine");
    Bindings own = new SimpleBindings(Map.of("x", "own"));
    assertEquals("own", engine.eval("return x", own));
    assertEquals("engine", engine.eval("return x"));
    assertEquals("engine", engine.get("x"));
  }

  @Test
  void bindings_of_an_eval_keep_the_global_scope_and_the_writers() throws ScriptException {
    StringWriter out = new StringWriter();
    engine.getContext().setWriter(out);
    engine.setBindings(new SimpleBindings(Map.of("g", "global")), GLOBAL);
    engine.eval("print(g)", engine.createBindings());
    assertEquals("global\n", out.toString());
  }

  @Test
  void a_context_of_an_eval_replaces_bindings_and_writers() throws ScriptException {
    SimpleScriptContext context = new SimpleScriptContext();
    StringWriter out = new StringWriter();
    context.setWriter(out);
    context.setAttribute("x", "theirs", ENGINE);
    engine.put("x", "ours");
    engine.eval("print(x) y = 1", context);
    assertEquals("theirs\n", out.toString());
    assertEquals(1, context.getAttribute("y", ENGINE));
    assertNull(engine.get("y"));
  }

  @Test
  void invocable_refuses_what_it_must() throws ScriptException {
    engine.eval("t = {} function f() end");
    Object t = engine.get("t");
    refuses(
        IllegalArgumentException.class,
        () -> engine.invokeMethod(null, "f"),
        () -> engine.invokeMethod("no object of a script", "f"),
        () -> engine.getInterface(null),
        () -> engine.getInterface(String.class),
        () -> engine.getInterface(null, Runnable.class),
        () -> engine.getInterface(new Object(), Runnable.class));
    refuses(
        NullPointerException.class,
        () -> engine.invokeFunction(null),
        () -> engine.invokeMethod(t, null));
    refuses(
        NoSuchMethodException.class,
        () -> engine.invokeFunction("nosuch"),
        () -> engine.invokeMethod(t, "nosuch"));
    assertNull(engine.getInterface(t, Runnable.class));
  }

  @Test
  void the_factory_describes_the_engine_and_makes_others() {
    ScriptEngine other = engine.getFactory().getScriptEngine();
    assertNotSame(engine, other);
    assertEquals(engine.getFactory().getEngineName(), other.getFactory().getEngineName());
    assertEquals("MULTITHREADED", engine.getFactory().getParameter("THREADING"));
    assertEquals(
        engine.getFactory().getNames().get(0), engine.getFactory().getParameter(ScriptEngine.NAME));
    assertEquals("5.2", engine.getFactory().getLanguageVersion());
    engine.getFactory().getExtensions().forEach(e -> assertEquals("lua", e));
  }

  @Test
  void lists_of_the_factory_cannot_be_changed() {
    refuses(
        UnsupportedOperationException.class,
        () -> engine.getFactory().getNames().add("x"),
        () -> engine.getFactory().getMimeTypes().add("x"),
        () -> engine.getFactory().getExtensions().add("x"));
  }

  @Test
  void an_error_has_file_line_and_no_column() {
    engine.put(ScriptEngine.FILENAME, "job.lua");
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("local x\nx.y = 1"));
    assertEquals("job.lua", e.getFileName());
    assertEquals(2, e.getLineNumber());
    assertEquals(-1, e.getColumnNumber());
  }
}
