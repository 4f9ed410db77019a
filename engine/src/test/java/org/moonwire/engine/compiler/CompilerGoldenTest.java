package org.moonwire.engine.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.script.Invocable;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.LuaScriptEngineFactory;

/** Compares with what PUC Lua 5.2.4 did, recorded by {@code compiler/generate.lua}. */
class CompilerGoldenTest {
  private final ScriptEngine engine = new LuaScriptEngineFactory().getScriptEngine();

  @BeforeEach
  void loadDriver() throws IOException, ScriptException {
    engine.eval(resource("driver.lua"));
  }

  @AfterEach
  void close() throws Exception {
    ((AutoCloseable) engine).close();
  }

  @Test
  void chunks_that_do_not_compile_give_the_same_message() throws Exception {
    assertSame("errors.tsv", "message", 1500);
  }

  @Test
  void programs_print_the_same() throws Exception {
    assertSame("programs.tsv", "run", 400);
  }

  @Test
  void random_expressions_have_the_same_value_or_error() throws Exception {
    assertSame("expressions.tsv", "run", 1000);
  }

  private void assertSame(String file, String function, int atLeast) throws Exception {
    List<String> lines = resource(file).lines().toList();
    assertTrue(lines.size() >= atLeast, lines.size() + " cases");
    List<String> differences = new ArrayList<>();
    for (String line : lines) {
      int tab = line.indexOf('\t');
      String source = line.substring(0, tab);
      Object actual = ((Invocable) engine).invokeFunction(function, source);
      String expected = line.substring(tab + 1);
      if (!expected.equals(actual)) {
        differences.add(source + "\n  expected " + expected + "\n  but was  " + actual);
      }
    }
    String first = String.join("\n", differences.subList(0, Math.min(20, differences.size())));
    assertEquals("", first, differences.size() + " differences");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CompilerGoldenTest.class.getResourceAsStream("/compiler/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
