package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.moonwire.engine.module.Language;

/**
 * Runs the attacks in {@code attacks/*.lua}, each of which asserts that it fails, and looks whether
 * another engine is still what it was.
 */
class AttacksTest {
  private static final String UNHARMED =
      """
      return ("x"):upper() == "X" and getmetatable(1) == nil and getmetatable(nil) == nil
        and getmetatable(print) == nil and getmetatable(true) == nil and string.new == nil
        and table.insert ~= nil and math.floor(1.5) == 1 and io == nil and os.execute == nil
        and require("json").encode({ 1 }) == "[1]" and package.loaded.evil == nil
        and collectgarbage("isrunning")
      """;

  @TestFactory
  Stream<DynamicTest> attacks() throws IOException, URISyntaxException {
    return attacks(Language.LUA_5_2);
  }

  @TestFactory
  Stream<DynamicTest> attacks_at_level_54() throws IOException, URISyntaxException {
    return attacks(Language.LUA_5_4);
  }

  private static Stream<DynamicTest> attacks(Language level)
      throws IOException, URISyntaxException {
    Path folder = Path.of(AttacksTest.class.getResource("/attacks").toURI());
    List<Path> attacks = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().forEach(attacks::add);
    }
    assertFalse(attacks.isEmpty());
    return attacks.stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> attack(file, level)));
  }

  private static LuaEngine engine(Language level) {
    LuaEngine engine = LuaEngine.builder().language(level).timeout(Duration.ofSeconds(30)).build();
    engine.getContext().setWriter(new StringWriter());
    return engine;
  }

  private static void attack(Path file, Language level) throws IOException, ScriptException {
    try (LuaEngine other = engine(level);
        LuaEngine engine = engine(level)) {
      assertEquals(true, other.eval(UNHARMED));
      engine.put("list", new ArrayList<>(List.of(1, 2)));
      engine.eval(Files.readString(file, UTF_8));
      assertEquals(true, other.eval(UNHARMED));
    }
  }
}
