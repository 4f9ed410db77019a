package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.script.Bindings;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.TestData;
import org.moonwire.engine.module.Language;

/** What compiled code holds is bounded as what the interpreter does, and found in the same way. */
class CompiledMemoryTest {
  private static final Map<String, String> SETTINGS =
      Map.of("moonwire.compiler.calls", "0", "moonwire.compiler.exits", "1000000000");
  private static final long LIMIT = 4 << 20;

  /** What growing to the limit and looking at it takes; without a limit there would be no end. */
  private static final long MAX_ALLOCATED = 100 * LIMIT;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** An engine that compiles what is called for the first time, and keeps that. */
  private static LuaEngine engine(Language level, boolean compiled) {
    Map<String, String> before = new HashMap<>();
    SETTINGS.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return LuaEngine.builder()
          .language(level)
          .memory(LIMIT)
          .timeout(Duration.ofSeconds(60))
          .compiler(compiled)
          .build();
    } finally {
      before.forEach(CompiledMemoryTest::restore);
    }
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  /** Whether the first function of the chunk that calls runs compiled. */
  private static Varargs isCompiled(Varargs args) {
    Frame f = Task.current().current.top;
    while (f.previous.kind != Frame.BASE) {
      f = f.previous;
    }
    Program first = (Program) f.prototype.p[0];
    return LuaValue.valueOf(first.compiled != CompiledCode.INTERPRETED);
  }

  /** Uses the limit up: what compiled code asks for next takes a look at what is held. */
  private static Varargs fill(Varargs args) {
    Task task = Task.current();
    for (long bytes = LIMIT; bytes > 0 && task.compiledCalls.isHidden(); bytes /= 2) {
      try {
        while (true) {
          task.spend(bytes);
        }
      } catch (HiddenFramesException e) {
        // not so much
      }
    }
    return LuaValue.NONE;
  }

  private static Object run(LuaEngine engine, String script) throws ScriptException {
    Bindings bindings = engine.createBindings();
    bindings.put("compiled", Builtin.of("compiled", CompiledMemoryTest::isCompiled));
    bindings.put("full", Builtin.leaf("full", CompiledMemoryTest::fill));
    return engine.eval(script, bindings);
  }

  @TestFactory
  Stream<DynamicTest> each_way_of_growing_ends_in_a_lua_error() {
    return rows("/limits/compiled.tsv", CompiledMemoryTest::assertEnds);
  }

  private static Stream<DynamicTest> rows(String resource, Check check) {
    return TestData.rows(resource)
        .flatMap(
            row ->
                Stream.of(Language.values())
                    .map(
                        level ->
                            dynamicTest(level + ": " + row[0], () -> check.run(level, row[1]))));
  }

  /** What is to be shown of a script at a level. */
  @FunctionalInterface
  private interface Check {
    void run(Language level, String body) throws ScriptException;
  }

  private static void assertEnds(Language level, String growing) throws ScriptException {
    String script =
        """
        local function grow() %s end
        local done, why = pcall(grow)
        return tostring(done) .. tostring(why):match("[%%a%%s]*$") .. tostring(compiled())
        """;
    long thread = Thread.currentThread().getId();
    try (LuaEngine engine = engine(level, true)) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      assertEquals("false not enough memorytrue", run(engine, script.formatted(growing)));
      long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
      assertTrue(allocated < MAX_ALLOCATED, () -> "allocated " + allocated);
    }
  }

  @TestFactory
  Stream<DynamicTest> what_is_interrupted_by_a_look_is_done_once() {
    return rows("/limits/repeated.tsv", CompiledMemoryTest::assertSame);
  }

  private static void assertSame(Language level, String body) throws ScriptException {
    String script =
        """
        local full = full
        local function work() %s end
        local results = table.pack(work())
        for i = 1, results.n do results[i] = tostring(results[i]) end
        return table.concat(results, " ") .. "; compiled: " .. tostring(compiled())
        """
            .formatted(body);
    try (LuaEngine interpreting = engine(level, false);
        LuaEngine compiling = engine(level, true)) {
      Object expected = run(interpreting, script);
      assertEquals(expected.toString().replace("false", "true"), run(compiling, script).toString());
    }
  }

  /** The functions may take so much, what they are compiled to only a part of the limit more. */
  @ParameterizedTest
  @EnumSource
  void compiled_code_has_a_bound_of_its_own(Language level) throws ScriptException {
    String script =
        """
        kept = {}
        for i = 1, 2000 do
          kept[i] = load("local x = ... x = x + " .. i .. " return x * x")
          kept[i](i)
        end
        return bytes(kept)
        """;
    try (LuaEngine engine = engine(level, true)) {
      Bindings bindings = engine.createBindings();
      bindings.put("bytes", Builtin.of("bytes", CompiledMemoryTest::compiledBytes));
      long all = ((Number) engine.eval(script, bindings)).longValue();
      assertTrue(all > LIMIT / 2 && all < 2 * LIMIT, () -> "compiled to " + all);
    }
  }

  private static Varargs compiledBytes(Varargs functions) {
    long bytes = 0;
    for (int i = 1; i <= functions.arg1().length(); i++) {
      bytes += HotCode.bytes(((Closure) functions.arg1().rawget(i)).prototype);
    }
    return LuaValue.valueOf((int) bytes);
  }
}
