package org.moonwire.engine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.engine.module.Language;

/** Interpreter and compiled code are the same language. */
class RandomProgramsTest {
  private static final int FEW = 15;
  private static final int MANY = 100_000;

  /** An engine that compiles what is called so often, leaving every so many-th time. */
  static LuaEngine compiling(Language language, int calls, int forced) {
    return compiling(LuaEngine.builder().language(language), calls, forced);
  }

  static LuaEngine compiling(LuaEngineBuilder builder, int calls, int forced) {
    System.setProperty("moonwire.compiler.calls", Integer.toString(calls));
    System.setProperty("moonwire.compiler.exits", "1000000000");
    System.setProperty("moonwire.compiler.forced", Integer.toString(forced));
    try {
      return builder.compiler(true).build();
    } finally {
      System.clearProperty("moonwire.compiler.calls");
      System.clearProperty("moonwire.compiler.exits");
      System.clearProperty("moonwire.compiler.forced");
    }
  }

  private static String run(LuaEngine engine, String program) {
    try {
      return String.valueOf(engine.eval(program, new SimpleBindings()));
    } catch (ScriptException e) {
      return "failed: " + e.getMessage();
    }
  }

  private static void compare(Language language, long from, long count, int calls, int forced) {
    try (LuaEngine interpreted = LuaEngine.builder().language(language).compiler(false).build();
        LuaEngine compiled = compiling(language, calls, forced)) {
      for (long seed = from; seed < from + count; seed++) {
        String program = RandomProgram.of(seed, language);
        String expected = run(interpreted, program);
        String name =
            language + ", seed " + seed + ", calls " + calls + ", forced " + forced + "\n";
        assertEquals(name + expected, name + run(compiled, program), () -> program);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 7, 11, 29, 97})
  void give_the_same_wherever_they_leave_compiled_code(int forced) {
    compare(Language.LUA_5_2, 1000L * forced, FEW, 0, forced);
    compare(Language.LUA_5_4, 1000L * forced, FEW, 0, forced);
  }

  /** At level 5.4 it is seen in so many calls what numbers a function works on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void give_the_same_whatever_was_guessed(int calls) {
    compare(Language.LUA_5_4, 5000L * calls, 2L * FEW, calls, 0);
    compare(Language.LUA_5_4, 7000L * calls, FEW, calls, 3);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  @Tag("soak")
  @Timeout(3600)
  void give_the_same_a_hundred_thousand_times(Language language) {
    long seed = System.nanoTime();
    System.out.println("first seed " + seed);
    compare(language, seed, MANY, 0, 0);
    for (int forced = 2; forced < 40; forced++) {
      compare(language, seed + MANY * (long) forced, MANY / 100, forced % 3, forced);
    }
    for (int calls = 1; calls <= 3; calls++) {
      compare(language, seed - MANY * (long) calls, MANY / 4, calls, 0);
    }
  }
}
