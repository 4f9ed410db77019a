package org.moonwire.engine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;

/** Interpreter and compiled code are the same language. */
class RandomProgramsTest {
  private static final int FEW = 15;
  private static final int MANY = 100_000;

  /** An engine that compiles what is called for the first time, leaving every so many-th time. */
  private static LuaEngine compiling(int forced) {
    System.setProperty("moonwire.compiler.calls", "0");
    System.setProperty("moonwire.compiler.exits", "1000000000");
    System.setProperty("moonwire.compiler.forced", Integer.toString(forced));
    try {
      return LuaEngine.builder().compiler(true).build();
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

  private static void compare(long from, long count, int forced) {
    try (LuaEngine interpreted = LuaEngine.builder().compiler(false).build();
        LuaEngine compiled = compiling(forced)) {
      for (long seed = from; seed < from + count; seed++) {
        String program = RandomProgram.of(seed);
        String expected = run(interpreted, program);
        String name = "seed " + seed + ", forced " + forced + "\n";
        assertEquals(name + expected, name + run(compiled, program), () -> program);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 7, 11, 29, 97})
  void give_the_same_wherever_they_leave_compiled_code(int forced) {
    compare(1000L * forced, FEW, forced);
  }

  @Test
  @Tag("soak")
  @Timeout(1800)
  void give_the_same_a_hundred_thousand_times() {
    long seed = System.nanoTime();
    System.out.println("first seed " + seed);
    compare(seed, MANY, 0);
    for (int forced = 2; forced < 40; forced++) {
      compare(seed + MANY * (long) forced, MANY / 100, forced);
    }
  }
}
