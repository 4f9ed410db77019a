package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the official test suite of Lua 5.2.2 in user mode, all files but {@code main.lua} and the
 * driver {@code all.lua}, from the folder that the system property {@code moonwire.official} names.
 * The suite is not part of this repository. What {@code official/exceptions.tsv} lists is left out.
 */
class OfficialSuiteTest {
  private static final String PROPERTY = "moonwire.official";
  private static final int MAX_EXCEPTIONS = 30;

  @TempDir private Path folder;

  /** A statement of the suite that is left out. */
  private record Excepted(String file, int first, int last, String reason) {
    static Excepted parse(String line) {
      String[] fields = line.split("\t", 3);
      String[] lines = fields[1].split("-", 2);
      int first = Integer.parseInt(lines[0]);
      return new Excepted(fields[0], first, Integer.parseInt(lines[lines.length - 1]), fields[2]);
    }
  }

  private static List<Excepted> exceptions() throws IOException {
    return resource("exceptions.tsv")
        .lines()
        .filter(l -> !l.startsWith("#"))
        .map(Excepted::parse)
        .toList();
  }

  private static String resource(String name) throws IOException {
    try (var in = OfficialSuiteTest.class.getResourceAsStream("/official/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void no_more_than_thirty_statements_are_left_out_and_each_for_a_reason() throws IOException {
    List<Excepted> all = exceptions();
    assertTrue(all.size() < MAX_EXCEPTIONS, "the hooks of the prelude count as one");
    assertTrue(all.stream().noneMatch(e -> e.reason().isBlank()));
  }

  @TestFactory
  Stream<DynamicTest> user_mode() throws IOException {
    String suite = System.getProperty(PROPERTY);
    assumeTrue(suite != null, () -> "-D" + PROPERTY + "=FOLDER runs the suite");
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(suite))) {
      files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".lua"))
          .sorted()
          .forEach(names::add);
    }
    names.removeAll(List.of("main.lua", "all.lua"));
    return names.stream().map(name -> dynamicTest(name, () -> run(Path.of(suite), name)));
  }

  private void run(Path suite, String name) throws IOException, ScriptException {
    List<String> lines = new ArrayList<>(Files.readAllLines(suite.resolve(name), ISO_8859_1));
    for (Excepted e : exceptions()) {
      for (int i = e.first(); e.file().equals(name) && i <= e.last(); i++) {
        lines.set(i - 1, "");
      }
    }
    Path file = folder.resolve(name);
    Files.write(file, lines, ISO_8859_1);
    System.setProperty("moonwire.collectgarbage", "always");
    try (LuaEngine engine =
        LuaEngine.builder()
            .grant("io", "os", "dofile", "loadfile", "debug", "package", "string.dump")
            .timeout(Duration.ofMinutes(5))
            .build()) {
      engine.getContext().setWriter(new StringWriter());
      engine.eval(resource("prelude.lua"));
      engine.put("file", file.toString());
      engine.eval("return dofile(file)");
    } finally {
      System.clearProperty("moonwire.collectgarbage");
    }
  }
}
