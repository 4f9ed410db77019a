package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.TokenSettings;

/**
 * Runs every example of the reference pages in {@code manual}, each in an engine of its own. Every
 * function of a module must have a section with an example.
 */
class ManualTest {
  private static final Path MANUAL = Path.of("manual");
  private static final Pattern SECTION = Pattern.compile("(?m)^### ");
  private static final Pattern LUA = Pattern.compile("(?ms)^```lua\n(.*?)^```");

  private static final String FUNCTIONS =
      """
      local names = {}
      local function collect(path, module)
        for name, value in pairs(module) do
          if type(value) == "function" then names[#names + 1] = path .. "." .. name end
          if type(value) == "table" then collect(path .. "." .. name, value) end
        end
      end
      local page = ...
      collect(page, require(page))
      return names
      """;

  /** The page whose examples are of level 5.4. */
  private static final String LEVELS = "levels";

  /** The pages that are not about one module. */
  private static final List<String> OTHERS =
      List.of(
          "embedding",
          "from-luaj",
          "jsr223",
          "language",
          LEVELS,
          "messages",
          "metrics",
          "modules",
          "os",
          "strangers",
          "table",
          "troubleshooting");

  private static LuaEngine engine(Language level) {
    return LuaEngine.builder()
        .language(level)
        .timeout(Duration.ofSeconds(60))
        .module(new RatesModule())
        .env(Map.of("REGION", "eu"))
        .logSink(entry -> {})
        .tokenStore("sessions", TokenSettings.of(new byte[32]))
        .build();
  }

  private static List<Path> pages() {
    try (Stream<Path> files = Files.list(MANUAL)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path page) {
    return page.getFileName().toString().replace(".md", "");
  }

  private static List<String> examples(String text) {
    return LUA.matcher(text).results().map(block -> block.group(1)).toList();
  }

  @TestFactory
  Stream<DynamicTest> every_example_runs() {
    return pages().stream()
        .flatMap(
            page ->
                examples(read(page)).stream()
                    .map(
                        example ->
                            dynamicTest(
                                name(page) + ": " + example.lines().findFirst().orElse(""),
                                () -> run(name(page), example))));
  }

  private static void run(String page, String example) throws ScriptException {
    Language level = page.equals(LEVELS) ? Language.LUA_5_4 : Language.LUA_5_2;
    try (LuaEngine engine = engine(level)) {
      engine.eval(example);
    }
  }

  @TestFactory
  Stream<DynamicTest> every_function_has_an_example() {
    return pages().stream()
        .filter(page -> !OTHERS.contains(name(page)))
        .map(page -> dynamicTest(name(page), () -> check(page)));
  }

  private static void check(Path page) throws ScriptException {
    List<String> shown =
        SECTION.splitAsStream(read(page)).filter(section -> !examples(section).isEmpty()).toList();
    try (LuaEngine engine = engine(Language.LUA_5_2)) {
      LuaFunction list = (LuaFunction) engine.eval("return function(...) " + FUNCTIONS + " end");
      List<Object> names = List.copyOf(((Map<?, ?>) list.call(name(page))).values());
      assertFalse(names.isEmpty());
      assertEquals(List.of(), names.stream().filter(name -> !isShown(shown, name)).toList());
    }
  }

  private static boolean isShown(List<String> sections, Object function) {
    String name = function.toString();
    String asMethod = name.replaceFirst("\\.(\\w+)$", ":$1");
    return sections.stream()
        .map(section -> section.lines().findFirst().orElse(""))
        .anyMatch(h -> h.contains("`" + name + "(") || h.contains("`" + asMethod + "("));
  }
}
