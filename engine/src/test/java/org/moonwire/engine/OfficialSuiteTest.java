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
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moonwire.engine.module.Language;

/**
 * Runs the official test suites of Lua 5.2.2 and 5.4.6 in user mode, from the folders that the
 * system properties {@code moonwire.official} and {@code moonwire.official54} name: all files but
 * {@code main.lua}, which is about the program {@code lua}, the driver {@code all.lua}, and those
 * that it does not run. The suites are not part of this repository. What {@code exceptions.tsv} of
 * {@code official} and {@code official54} lists is left out.
 */
class OfficialSuiteTest {
  /** The files that are no tests of their own; {@code heavy.lua} takes gigabytes. */
  private static final List<String> OTHERS =
      List.of("main.lua", "all.lua", "heavy.lua", "tracegc.lua");

  private enum Suite {
    OFFICIAL(Language.LUA_5_2, 30),
    OFFICIAL54(Language.LUA_5_4, 41);

    final Language language;

    /** One more than there may be exceptions; hooks, which the prelude stands for, are one. */
    final int bound;

    Suite(Language language, int bound) {
      this.language = language;
      this.bound = bound;
    }

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }

    String property() {
      return "moonwire." + folder();
    }
  }

  @TempDir private Path folder;

  /** What of a statement of the suite is left out. */
  private record Excepted(String file, List<Integer> lines, String reason) {
    /** The lines are numbers and ranges, with commas between. */
    static Excepted parse(String line) {
      String[] fields = line.split("\t", 3);
      List<Integer> lines = new ArrayList<>();
      for (String part : fields[1].split(",", -1)) {
        String[] ends = part.split("-", 2);
        IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
            .forEach(lines::add);
      }
      return new Excepted(fields[0], lines, fields[2]);
    }
  }

  private static List<Excepted> exceptions(Suite suite) throws IOException {
    return resource(suite, "exceptions.tsv")
        .lines()
        .filter(l -> !l.startsWith("#"))
        .map(Excepted::parse)
        .toList();
  }

  private static String resource(Suite suite, String name) throws IOException {
    String path = "/" + suite.folder() + "/" + name;
    try (var in = OfficialSuiteTest.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void few_statements_are_left_out_and_each_for_a_reason(Suite suite) throws IOException {
    List<Excepted> all = exceptions(suite);
    assertTrue(all.size() < suite.bound, "the hooks of the prelude count as one");
    assertTrue(all.stream().noneMatch(e -> e.reason().isBlank()));
  }

  @TestFactory
  Stream<DynamicTest> user_mode() throws IOException {
    return userMode(Suite.OFFICIAL);
  }

  @TestFactory
  Stream<DynamicTest> user_mode_54() throws IOException {
    return userMode(Suite.OFFICIAL54);
  }

  private Stream<DynamicTest> userMode(Suite suite) throws IOException {
    String from = System.getProperty(suite.property());
    assumeTrue(from != null, () -> "-D" + suite.property() + "=FOLDER runs the suite");
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(from))) {
      files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".lua"))
          .sorted()
          .forEach(names::add);
    }
    for (String name : names) {
      prepare(suite, Path.of(from), name);
    }
    names.removeAll(OTHERS);
    return names.stream().map(name -> dynamicTest(name, () -> run(suite, name)));
  }

  /** Writes a file without the statements that are left out; the lines keep their numbers. */
  private void prepare(Suite suite, Path from, String name) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(from.resolve(name), ISO_8859_1));
    for (Excepted e : exceptions(suite)) {
      if (e.file().equals(name)) {
        e.lines().forEach(i -> lines.set(i - 1, ""));
      }
    }
    Files.write(folder.resolve(name), lines, ISO_8859_1);
  }

  private void run(Suite suite, String name) throws IOException, ScriptException {
    System.setProperty("moonwire.collectgarbage", "always");
    try (LuaEngine engine =
        LuaEngine.builder()
            .language(suite.language)
            .grant("io", "os", "dofile", "loadfile", "debug", "package", "string.dump")
            .timeout(Duration.ofMinutes(5))
            .build()) {
      engine.getContext().setWriter(new StringWriter());
      engine.put("file", folder.resolve(name).toString());
      engine.eval(resource(suite, "prelude.lua"));
      engine.eval("return dofile(file)");
    } finally {
      System.clearProperty("moonwire.collectgarbage");
    }
  }
}
