package org.moonwire.engine.jit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moonwire.engine.LuaEngine;

/**
 * What compiled code assumes and scripts change in the middle: results, errors and tracebacks are
 * those of the interpreter. The scripts are in {@code invalidated.lua.txt}, each below its name.
 */
class InvalidationTest {
  private static final String MARK = "--- ";
  private static LuaEngine interpreted;
  private static LuaEngine compiled;

  /** Compiles at the first call, so that every guess is made before it turns out wrong. */
  private static LuaEngine eager;

  @BeforeAll
  static void open() {
    interpreted = LuaEngine.builder().compiler(false).build();
    compiled = LuaEngine.builder().compiler(true).build();
    System.setProperty("moonwire.compiler.calls", "0");
    System.setProperty("moonwire.compiler.exits", "1000000000");
    try {
      eager = LuaEngine.builder().compiler(true).build();
    } finally {
      System.clearProperty("moonwire.compiler.calls");
      System.clearProperty("moonwire.compiler.exits");
    }
  }

  @AfterAll
  static void close() {
    interpreted.close();
    compiled.close();
    eager.close();
  }

  static Stream<Arguments> scripts() throws IOException {
    List<Arguments> all = new ArrayList<>();
    try (InputStream in = InvalidationTest.class.getResourceAsStream("invalidated.lua.txt")) {
      String text = "\n" + new String(in.readAllBytes(), UTF_8);
      for (String part : text.split("\n" + MARK, -1)) {
        int end = part.indexOf('\n');
        if (end > 0) {
          all.add(Arguments.of(part.substring(0, end), part.substring(end)));
        }
      }
    }
    return all.stream();
  }

  /** The results as text; in {@code r} for what is compared beside them. */
  private static String run(LuaEngine engine, String script) {
    String whole =
        "local function all(...) local r = table.pack(...)"
            + " for i = 1, r.n do r[i] = tostring(r[i]) end return table.concat(r, ' ') end"
            + " return all(xpcall(function() "
            + script
            + " end, debug.traceback))";
    try {
      return String.valueOf(engine.eval(whole, new SimpleBindings()));
    } catch (ScriptException e) {
      return "failed: " + e.getMessage();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void compiled_code_does_what_the_interpreter_does(String name, String script) {
    String expected = run(interpreted, script);
    // Twice: functions and loops of the first time are compiled at the second.
    assertEquals(expected, run(compiled, script), name);
    assertEquals(expected, run(compiled, script), name);
    assertEquals(expected, run(eager, script), name);
  }
}
