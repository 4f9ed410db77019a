package org.moonwire.engine.jit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.module.Language;

/**
 * What compiled code assumes and scripts change in the middle: results, errors and tracebacks are
 * those of the interpreter. The scripts are in {@code invalidated.lua.txt}, each below its name.
 */
class InvalidationTest {
  private static final String MARK = "--- ";
  private static final Map<Language, Engines> ENGINES = new EnumMap<>(Language.class);

  /**
   * Those of a level. The eager one compiles at the first call, so that every guess is made before
   * it turns out wrong; the observant one at the second, so that it guesses by what it has seen.
   */
  private record Engines(
      LuaEngine interpreted, LuaEngine compiled, LuaEngine eager, LuaEngine observant) {
    static Engines of(Language level) {
      return new Engines(
          LuaEngine.builder().language(level).compiler(false).build(),
          LuaEngine.builder().language(level).compiler(true).build(),
          RandomProgramsTest.compiling(level, 0, 0),
          RandomProgramsTest.compiling(level, 1, 0));
    }

    void close() {
      List.of(interpreted, compiled, eager, observant).forEach(LuaEngine::close);
    }
  }

  @BeforeAll
  static void open() {
    for (Language level : Language.values()) {
      ENGINES.put(level, Engines.of(level));
    }
  }

  @AfterAll
  static void close() {
    ENGINES.values().forEach(Engines::close);
    ENGINES.clear();
  }

  static Stream<Arguments> scripts() throws IOException {
    List<Arguments> all = new ArrayList<>();
    try (InputStream in = InvalidationTest.class.getResourceAsStream("invalidated.lua.txt")) {
      String text = "\n" + new String(in.readAllBytes(), UTF_8);
      for (String part : text.split("\n" + MARK, -1)) {
        int end = part.indexOf('\n');
        if (end > 0) {
          for (Language level : Language.values()) {
            all.add(Arguments.of(level, part.substring(0, end), part.substring(end)));
          }
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

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("scripts")
  void compiled_code_does_what_the_interpreter_does(Language level, String name, String script) {
    Engines engines = ENGINES.get(level);
    String expected = run(engines.interpreted, script);
    // One that fails as a whole would agree with itself whatever is compiled.
    assertTrue(expected.startsWith("true "), expected);
    // Twice: functions and loops of the first time are compiled at the second.
    assertEquals(expected, run(engines.compiled, script), name);
    assertEquals(expected, run(engines.compiled, script), name);
    assertEquals(expected, run(engines.eager, script), name);
    assertEquals(expected, run(engines.observant, script), name);
    assertEquals(expected, run(engines.observant, script), name);
  }
}
