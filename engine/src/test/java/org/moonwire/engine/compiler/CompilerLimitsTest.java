package org.moonwire.engine.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.core.LuaRuntimeException;

class CompilerLimitsTest {
  private static final int SMALL_STACK = 512 * 1024;
  private static final String[] PIECES = {
    "local x = ",
    "function f(...) ",
    "end ",
    "if x then ",
    "goto l ",
    "::l:: ",
    "'a\\",
    "\"",
    "[[",
    "]]",
    "[=",
    "--",
    "\n",
    "{",
    "}",
    "(",
    ")",
    "0x",
    "3e",
    ".",
    "..",
    "~",
    "\0",
    "\u00e4",
    "x.y",
    "return ",
    "for i = 1, 2 do ",
    "while x do ",
    "repeat ",
    "until ",
    "and ",
    "not ",
    "=",
    ",",
    "#"
  };

  private static void compile(String source) {
    Compiler.compile(source.getBytes(StandardCharsets.UTF_8), "=x");
  }

  @Test
  void more_than_18_bits_of_constants_compile_and_run() throws Exception {
    StringBuilder source = new StringBuilder("local t = {");
    for (int i = 0; i < 270_000; i++) {
      source.append(i).append(".5,");
    }
    source.append("} return t[270000], #t, 'last'");
    try (LuaEngine engine = LuaEngine.builder().build()) {
      assertEquals(269_999.5, engine.eval(source.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x = (", "x = {", "do ", "x = function() return ", "x = f(", "x = a .. "})
  void nesting_is_refused_before_a_small_stack_ends(String opening) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    String inner = opening.replace("x = ", "");
    Runnable work = () -> compile("x = 1 " + opening + inner.repeat(100_000));
    Thread thread = new Thread(null, work, "small", SMALL_STACK);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();
    String message = ((LuaRuntimeException) failure.get()).value().tojstring();
    assertTrue(message.contains("too many C levels (limit is 200)"), message);
  }

  @Test
  void compiling_ends_with_the_deadline_of_its_run() throws Exception {
    String script = "local s = ('x = x + 1 '):rep(2000000) while true do load(s) end";
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMillis(300)).build()) {
      assertThrows(ScriptException.class, () -> engine.eval(script));
    }
  }

  @Test
  void random_text_compiles_or_gives_a_lua_error() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder source = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        source.append(PIECES[random.nextInt(PIECES.length)]);
      }
      assertNull(unexpected(source.toString()), source.toString());
    }
  }

  private static Throwable unexpected(String source) {
    try {
      compile(source);
      return null;
    } catch (LuaRuntimeException e) {
      return null;
    } catch (RuntimeException | StackOverflowError e) {
      return e;
    }
  }

  @Test
  void an_error_may_carry_a_string_that_is_no_utf8() throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      String script = "return select(2, pcall(error, 'a\\xc3')) == 'a\\xc3'";
      assertEquals(true, engine.eval(script));
    }
  }
}
