package org.moonwire.engine.jit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.Consumer;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.compiler.Compiler;
import org.moonwire.engine.core.CodeGenerator;
import org.moonwire.engine.core.Program;
import org.moonwire.engine.module.Language;

class JitCompilerTest {
  private static final CodeGenerator GENERATOR = JitCompiler.configured(true);

  private static Program parse(String source) {
    return (Program) Compiler.compile(source.getBytes(UTF_8), "=test");
  }

  private static void forEach(Prototype p, Consumer<Program> action) {
    action.accept((Program) p);
    for (Prototype inner : p.p) {
      forEach(inner, action);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return",
        "local a, b, c = 1, 2.5, 'x' return a + b, a - 1, a * b, a / b, a % 3, a ^ b, -a, #c, c .. a",
        "local a = ... return not a, a == nil, a ~= 1, a < 2, 'a' <= 'b', a and 1 or 2",
        "local t = {1, 2, x = 3, ...} t[1] = t.x t.y = t[#t] return t",
        "for i = 1, 10 do for j = 10, 1, -0.5 do if i == j then break end end end",
        "local i = 0 while i < 3 do i = i + 1 end repeat i = i - 1 local j = i until j == 0 return i",
        "for k, v in pairs({}) do print(k, v) end",
        "local function f(a, b, c, d) return f(b, c, d) end return (f(1, 2, 3, 4, 5)), f(f())",
        "local x = 1 local function f() x = x + 1 return function() return x end end return f",
        "::again:: local x = 1 local f = function() return x end if f() then goto again end",
        "local s = 'x' return s:rep(3):upper(), ('a'):byte(...)",
        "return 1 + '1', 'a' < 1, nil == false, {} .. 'x'",
      })
  void every_construct_can_be_compiled(String source) {
    forEach(parse(source), p -> assertNotNull(GENERATOR.compile(p, null), () -> source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local a, b, c = ... return a // b, a & b, a | b, a ~ b, a << b, a >> b, ~a, -a, a % b",
        "for i = math.mininteger, ... do if i ~= 1 then break end end for i = 1, 2.5 do end",
        "local x <const>, y <close> = 1, nil for k, v in pairs({}) do print(k, v) end",
        "local s = 0 for i = 1, 10 do s = s + i / 2 end return s",
      })
  void every_construct_of_level_5_4_can_be_compiled(String source) {
    Program program =
        (Program) Compiler.of(Language.LUA_5_4).apply(source.getBytes(UTF_8), "=test");
    assertNotNull(GENERATOR.compile(program, null));
  }

  /** With the compiler and without: what is hot at level 5.4 has its numbers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local s = math.maxinteger for i = 1, 30000 do s = s + i end return s | -9223372036404760809
          local s = 1 for i = 1, 30000 do s = s * 3 end return s | -234476525268583999
          local s = 0 for i = 1, 30000 do s = s + (-i // 7) end return s | -64300715
          local s = 0 for i = 1, 30000 do s = s ~ (i & 0xff) << (i % 64) end return s | 12093635617556722
          local s = 0 for i = 1, 30000 do s = s + 10 / 4 end return s | 75000.0
          local s = 0.0 for i = 1, 30000 do s = s + 1 end return s | 30000.0
          local n = 0 for i = math.maxinteger - 30000, math.maxinteger do n = n + 1 end return n | 30001
          local n = 0 for i = math.mininteger, math.mininteger + 30000, 3 do n = n + 1 end return n | 10001
          local function f(n) return n < 2 and n or f(n - 1) + f(n - 2) end return f(21) | 10946
          local s = 0 do local x = 1 local f = function() x = x + 1 return x end s = f() end for i = 1, 30000 do s = s + i end return s | 450015002
          local s = 0 do local x = 1 local f = function() x = x + 1 return x end s = f() end for i = 0.5, 300 do s = s + i end return s | 45002.0
          local s = 0 do local x = 1 local f = function() x = x + 1 return x end s = f() end for i = s, 9 do return s + i end | 4
          local t = {} for i = 1, 30000 do t[i * 1.0] = i end return #t .. math.type(next(t)) | 30000integer
          """)
  void hot_code_of_level_5_4_calculates_as_it_should(String script, String result)
      throws ScriptException {
    String whole = "return tostring((function() " + script + " end)())";
    try (LuaEngine interpreting =
        LuaEngine.builder().language(Language.LUA_5_4).compiler(false).build()) {
      assertEquals(result, interpreting.eval(whole));
    }
    for (int calls = 0; calls < 2; calls++) {
      try (LuaEngine compiling = RandomProgramsTest.compiling(Language.LUA_5_4, calls, 0)) {
        assertEquals(result, compiling.eval(whole), "after " + calls + " calls");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return nil, 'no'",
        "return (function() return nil, 'no' end)()",
        "return tonumber('x'), 'no'",
        "local t = {nil, 'no'} return table.unpack(t, 1, 2)",
        "for i = 1, 3 do if i == 2 then return nil, 'no' end end",
      })
  void an_error_that_is_returned_to_the_host_has_its_place(String script) throws Exception {
    try (LuaEngine engine = RandomProgramsTest.compiling(Language.LUA_5_2, 0, 0)) {
      Object unused = engine.eval("function f()\n" + script + "\nend");
      for (int i = 0; i < 200; i++) {
        LuaScriptException e =
            assertThrows(LuaScriptException.class, () -> engine.invokeFunction("f"));
        assertEquals(2, e.getLineNumber());
      }
    }
  }

  @Test
  void a_method_that_the_jvm_would_not_compile_is_not_made() {
    assertNull(GENERATOR.compile(parse("local x = 1 " + "x = x * 2 ".repeat(2000)), null));
    assertNull(
        GENERATOR.compile(parse("local x, t = 1, {} " + "t[x] = t.a .. x ".repeat(250)), null));
  }

  @Test
  void a_class_ends_with_the_function_that_it_was_made_of() throws Exception {
    ReferenceQueue<Class<?>> ended = new ReferenceQueue<>();
    WeakReference<Class<?>> made =
        new WeakReference<>(GENERATOR.compile(parse("return 1"), null).getClass(), ended);
    assertTrue(made.get() == null || made.get().isHidden());
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    do {
      System.gc();
    } while (ended.remove(10) == null && System.nanoTime() < deadline);
    assertNull(made.get());
  }

  @Test
  void the_builder_decides_over_the_system_property() {
    assertTrue(JitCompiler.configured(true).isOn());
    assertFalse(JitCompiler.configured(false).isOn());
    assertEquals(CodeGenerator.NONE, JitCompiler.configured(false));
    assertTrue(JitCompiler.configured(null).isOn());
    System.setProperty("moonwire.compiler", "OFF");
    try {
      assertFalse(JitCompiler.configured(null).isOn());
      assertTrue(JitCompiler.configured(true).isOn());
    } finally {
      System.clearProperty("moonwire.compiler");
    }
  }
}
