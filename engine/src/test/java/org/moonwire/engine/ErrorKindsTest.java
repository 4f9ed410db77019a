package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.ErrorKind;

/** Why a run has ended and where is data; nobody has to read it out of a message. */
@Timeout(60)
class ErrorKindsTest {
  private LuaEngine engine = LuaEngine.builder().grant("os.exit").build();

  @AfterEach
  void close() {
    engine.close();
  }

  private LuaScriptException failure(String script) {
    return assertThrows(LuaScriptException.class, () -> engine.eval(script));
  }

  private void limited(LuaEngineBuilder builder) {
    engine.close();
    engine = builder.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "require('time').sleep('1h')",
        "coroutine.spawn(function() require('time').sleep('1h') end) channel.new():receive()",
        "pcall(function() while true do end end)",
        "('x'):rep(1e6):find(('x*'):rep(20) .. 'y')"
      })
  void a_time_limit(String script) {
    limited(LuaEngine.builder().timeout(Duration.ofMillis(100)));
    LuaScriptException e = failure(script);
    assertEquals(ErrorKind.TIMEOUT, e.kind());
    assertNull(e.error(), "it is not an error that the script raised");
    assertEquals(1, e.getLineNumber());
    assertTrue(e.luaStack().contains("chunk:1: in main chunk"), e.luaStack());
  }

  @Test
  void a_time_limit_while_compiling() {
    limited(LuaEngine.builder().timeout(Duration.ofNanos(1)));
    assertEquals(ErrorKind.TIMEOUT, failure("x = 1 ".repeat(10_000)).kind());
  }

  @Test
  void an_interrupt() {
    Thread me = Thread.currentThread();
    engine.put("interrupt", (Runnable) me::interrupt);
    assertEquals(ErrorKind.CANCELED, failure("interrupt() while true do end").kind());
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local t = {} while true do t[#t + 1] = {} end",
        "coroutine.wrap(function() local t = {} while true do t[#t + 1] = {} end end)()",
        "xpcall(function() local t = {} while true do t[#t + 1] = {} end end, error) error('x' + 1)",
        "return ('x'):rep(1e9)"
      })
  void too_much_memory(String script) {
    limited(LuaEngine.builder().memory(4 << 20));
    LuaScriptException e = failure(script);
    boolean caught = script.startsWith("xpcall");
    assertEquals(caught ? ErrorKind.UNKNOWN : ErrorKind.OUT_OF_MEMORY, e.kind(), e.getMessage());
  }

  @Test
  void a_text_that_the_script_raises_means_nothing() {
    assertEquals(ErrorKind.UNKNOWN, failure("error('not enough memory')").kind());
    assertEquals(ErrorKind.UNKNOWN, failure("return nil, 'engine closed'").kind());
  }

  @Test
  void a_deadlock() {
    LuaScriptException e = failure("local ch = channel.new()\nch:receive()");
    assertEquals(ErrorKind.DEADLOCK, e.kind());
    assertEquals(2, e.getLineNumber());
  }

  @Test
  void an_engine_that_is_closed_meanwhile_or_before() {
    engine.put("close", (Runnable) engine::close);
    assertEquals(ErrorKind.CLOSED, failure("close() while true do end").kind());
    assertEquals(ErrorKind.CLOSED, failure("return 1").kind());
  }

  @Test
  void an_exit() throws Exception {
    LuaScriptException e = failure("os.exit(3)");
    assertEquals(ErrorKind.EXIT, e.kind());
    assertEquals(3, e.exitCode().getAsInt());
    assertNull(engine.eval("os.exit(0)"));
  }

  @Test
  void a_wrong_setting() {
    engine.getContext().setAttribute("moonwire.timeout", "soon", ScriptContext.ENGINE_SCOPE);
    assertEquals(ErrorKind.INVALID, failure("return 1").kind());
  }

  @Test
  void the_error_of_a_spawned_task_keeps_its_kind() {
    LuaScriptException e =
        failure(
            "coroutine.spawn(function() error(errors.new{message = 'm', kind = 'Mine'}) end)"
                + " channel.new():receive()");
    assertEquals("Mine", e.kind());
  }

  @Test
  void what_ended_a_script_is_known_behind_another_script_as_well() throws Exception {
    LuaEngine inner = LuaEngine.builder().timeout(Duration.ofMillis(50)).build();
    try (inner) {
      engine.put("call", (Callable<Object>) () -> inner.eval("while true do end"));
      assertEquals(ErrorKind.TIMEOUT, failure("call()").kind());
    }
  }

  /** A bar stands in front of the place. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "x = |= 1",
        "y = 1;  local |5 = 2",
        "--[[ ä€😀 ]] x = |)",
        "f(1|",
        "print |'open",
        "x = |'\\q'",
        "goto nowhere |= 1",
        "\tx =\t|= 1",
        "x = 1 + |end"
      })
  void a_syntax_error_has_its_column(String marked) {
    String source = marked.replace("|", "");
    int column = source.codePointCount(0, marked.indexOf('|')) + 1;
    LuaScriptException e = failure("-- first\n" + source);
    assertEquals(ErrorKind.SYNTAX, e.kind());
    assertEquals(2, e.getLineNumber(), e.getMessage());
    assertEquals(column, e.getColumnNumber(), e.getMessage());
  }

  @Test
  void the_example_of_the_manual_holds() throws Exception {
    LuaScriptException e = assertThrows(LuaScriptException.class, () -> engine.eval("x = = 1"));
    assertEquals(ErrorKind.SYNTAX, e.kind());
    assertEquals(5, e.getColumnNumber());

    String file = "src/test/java/org/moonwire/engine/ErrorKindsTest.java";
    Matcher block =
        Pattern.compile("(?ms)^```java\n(.*?)^```")
            .matcher(Files.readString(Path.of("manual/errors.md")));
    assertTrue(block.find());
    assertTrue(Files.readString(Path.of(file)).contains(block.group(1)), block.group(1));
  }

  @Test
  void other_errors_have_no_column() {
    assertEquals(-1, failure("error('x')").getColumnNumber());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return nil, 'text'|2",
        "local e = errors.new('made')~~return nil, e|2",
        "local v, e = require('json').decode('{')~return v, e|3",
        "return require('json').decode('{')|2",
        "return (function()~return nil, 'tail'~end)()|3",
        "local function f()~return nil, 'inner'~end~local a, b = f()~return a, b|6",
      })
  void a_returned_error_has_its_place(String script, int line) {
    engine.put(ScriptEngine.FILENAME, "rules.lua");
    LuaScriptException e = failure("-- first\n" + script.replace('~', '\n'));
    assertEquals("rules.lua", e.getFileName());
    assertEquals(line, e.getLineNumber(), e.luaStack());
    assertTrue(e.luaStack().startsWith("stack traceback:\n\trules.lua:" + line), e.luaStack());
  }

  @Test
  void a_function_that_returns_an_error_is_named_by_its_line() throws Exception {
    engine.eval("function f()\n  return nil, 'no'\nend");
    LuaScriptException e = assertThrows(LuaScriptException.class, () -> engine.invokeFunction("f"));
    assertEquals(2, e.getLineNumber());
  }
}
