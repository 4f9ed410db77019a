package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import javax.script.ScriptException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVM says of a fault of its own never reaches a script. */
class OddArgumentsTest {
  private static final int MIN_FUNCTIONS = 150;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noFunctionAnswersWithWordsOfJava(boolean compiled) throws ScriptException {
    tryAll(compiled, 60);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("soak")
  void norInManyRounds(boolean compiled) throws ScriptException {
    tryAll(compiled, 300);
  }

  /** Each function gets each odd argument, and so many rounds of random lists of them. */
  private static void tryAll(boolean compiled, int rounds) throws ScriptException {
    try (LuaEngine engine =
        LuaEngine.builder()
            .grant("io", "os", "dofile", "loadfile", "debug", "package", "string.dump")
            .compiler(compiled)
            .logSink(entry -> {})
            .timeout(Duration.ofMinutes(2))
            .build()) {
      engine.getContext().setWriter(Writer.nullWriter());
      engine.getContext().setErrorWriter(Writer.nullWriter());
      engine.getContext().setReader(new StringReader(""));
      engine.put("rounds", rounds);
      Map<?, ?> result = (Map<?, ?>) engine.eval(TestData.text("/differential/odd_arguments.lua"));
      assertEquals("", result.get("found"));
      assertTrue(((Number) result.get("count")).intValue() > MIN_FUNCTIONS, "functions tried");
    }
  }

  /** A method of the host's that fails so has no words of its own. */
  public static final class Faulty {
    public int length(String text) {
      return text.length();
    }

    public Object cast(Object text) {
      return (Integer) text;
    }
  }

  @Test
  void aFaultOfAHostObjectIsCalledByItsName() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("faulty", new Faulty());
      assertEquals(
          "NullPointerException",
          engine.eval(
              "return (select(2, pcall(function() faulty:length(nil) end))):match('[^ ]+$')"));
      assertEquals(
          "ClassCastException",
          engine.eval(
              "return (select(2, pcall(function() faulty:cast('x') end))):match('[^ ]+$')"));
    }
  }
}
