package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong is a ScriptException that says what and where. */
class ScriptErrorsTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  private LuaScriptException failure(String script) {
    return assertThrows(LuaScriptException.class, () -> engine.eval(script));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error('x')",
        "error()",
        "error({})",
        "error(nil)",
        "local t = nil; t.x = 1",
        "x()",
        "return 1 + {}",
        "if",
        "return nil, 'x'",
        "error(setmetatable({}, {__tostring = error}))",
        "local function f() return f() + 1 end f()",
        "coroutine.wrap(error)('x')",
        "require('nosuch')"
      })
  void every_failure_is_a_script_exception(String script) {
    LuaScriptException e = failure(script);
    assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
  }

  @Test
  void a_runtime_error_has_message_file_and_line() {
    engine.put(ScriptEngine.FILENAME, "rules.lua");
    LuaScriptException e = failure("local x\n\nerror('boom')");
    assertEquals("rules.lua:3: boom", e.getMessage());
    assertEquals(3, e.getLineNumber());
    assertEquals("rules.lua", e.getFileName());
  }

  @Test
  void a_syntax_error_has_message_file_and_line() {
    engine.put(ScriptEngine.FILENAME, "rules.lua");
    LuaScriptException e = failure("x = 1\ny = = 2");
    assertTrue(e.getMessage().startsWith("rules.lua:2: "), e.getMessage());
    assertEquals(2, e.getLineNumber());
    assertEquals("rules.lua", e.getFileName());
  }

  @Test
  void compile_reports_syntax_errors_too() {
    assertThrows(ScriptException.class, () -> engine.compile("for"));
  }

  @Test
  void a_bare_expression_is_evaluated() throws ScriptException {
    assertEquals(3, engine.eval("1 + 2"));
    assertEquals("x", engine.compile("'x'").eval());
  }

  @Test
  void the_first_of_two_syntax_errors_is_reported() {
    assertTrue(failure("x = = 1").getMessage().contains("unexpected symbol"));
  }

  @Test
  void nil_and_a_text_is_a_failure() {
    assertEquals(
        "something went wrong", failure("return nil, 'something went wrong'").getMessage());
    assertThrows(
        ScriptException.class,
        () -> {
          engine.eval("function f() return nil, 'no' end");
          engine.invokeFunction("f");
        });
  }

  @Test
  void other_second_results_are_no_failure() throws ScriptException {
    assertEquals(42, engine.eval("return 42, 'a remark'"));
    assertEquals(false, engine.eval("return false, 'a remark'"));
    assertNull(engine.eval("return nil, 5"));
  }

  @Test
  void an_error_object_is_readable_from_java() {
    LuaScriptException e =
        failure("error(errors.new{message='late', kind='Timeout', retryable=true, details={n=3}})");
    assertEquals("late", e.getMessage());
    assertEquals("Timeout", e.kind());
    assertEquals(true, e.retryable());
    assertEquals(Map.of("n", 3), e.details());
  }

  @Test
  void a_returned_error_object_is_readable_from_java() {
    LuaScriptException e = failure("return nil, errors.new{message='gone', kind='NotFound'}");
    assertEquals("gone", e.getMessage());
    assertEquals("NotFound", e.kind());
    assertNull(e.retryable());
  }

  @Test
  void a_plain_error_has_no_kind() {
    LuaScriptException e = failure("error('x', 0)");
    assertEquals("", e.kind());
    assertNull(e.retryable());
    assertEquals(Map.of(), e.details());
  }

  @Test
  void an_exception_of_the_host_is_the_direct_cause() {
    IOException thrown = new IOException("disk full");
    Callable<Object> host =
        () -> {
          throw thrown;
        };
    engine.put("host", host);
    assertSame(thrown, failure("host()").getCause());
  }

  @Test
  void an_error_of_the_host_is_the_cause_as_well() {
    Callable<Object> host =
        () -> {
          throw new AssertionError("never");
        };
    engine.put("host", host);
    assertInstanceOf(AssertionError.class, failure("host()").getCause());
  }

  @Test
  void an_error_with_a_tostring_shows_its_text() {
    assertEquals(
        "mine",
        failure("error(setmetatable({}, {__tostring = function() return 'mine' end}))")
            .getMessage());
  }

  @Test
  void the_lua_stack_names_the_lines() {
    LuaScriptException e = failure("local function f()\n error('x')\nend\nf()");
    assertTrue(e.luaStack().contains(":2:") && e.luaStack().contains(":4:"), e.luaStack());
  }

  @Test
  void an_unreadable_script_is_a_script_exception() {
    assertThrows(ScriptException.class, () -> engine.eval(new Broken()));
  }

  @Test
  void null_scripts_are_null_pointer_exceptions() {
    assertThrows(NullPointerException.class, () -> engine.eval((String) null));
    assertThrows(NullPointerException.class, () -> engine.eval((Reader) null));
    assertThrows(NullPointerException.class, () -> engine.compile((String) null));
  }

  @Test
  void a_closed_engine_says_so() {
    engine.close();
    assertTrue(failure("return 1").getMessage().contains("closed"));
  }

  private static final class Broken extends Reader {
    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void close() {}
  }

  @Test
  void a_host_that_prints_the_exception_shows_a_public_name() {
    String name = LuaScriptException.class.getName();
    assertEquals(name + ": chunk:1: boom", failure("error('boom')").toString());
  }
}
