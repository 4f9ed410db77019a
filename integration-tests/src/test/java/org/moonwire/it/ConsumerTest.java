package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a project finds that adds one dependency. LuaJ, which comes with it, registers an engine
 * under {@code lua} too, so where its jar stands must not matter.
 */
@Timeout(120)
class ConsumerTest {
  @TempDir private Path folder;

  private void assertFinds(List<String> classPath) throws Exception {
    ChildJvm.Outcome outcome =
        new Consumer(folder).run(SpecRunner.read("consumer/Probe.java"), classPath);
    assertEquals(
        new ChildJvm.Outcome(0, SpecRunner.read("consumer/found.txt"), ""),
        outcome,
        () -> String.join("\n", classPath));
  }

  private static String luaj(List<String> classPath) {
    return classPath.stream().filter(entry -> entry.contains("luaj-jse")).findFirst().orElseThrow();
  }

  @Test
  void every_name_finds_moonwire_when_luaj_is_first_on_the_class_path() throws Exception {
    List<String> classPath = Consumer.classPath();
    String luaj = luaj(classPath);
    classPath.remove(luaj);
    classPath.add(0, luaj);
    assertFinds(classPath);
  }

  @Test
  void every_name_finds_moonwire_when_luaj_is_last_on_the_class_path() throws Exception {
    List<String> classPath = Consumer.classPath();
    String luaj = luaj(classPath);
    classPath.remove(luaj);
    classPath.add(luaj);
    assertFinds(classPath);
  }

  @ParameterizedTest
  @ValueSource(strings = {"picocli", "junit", "mockito", "archunit"})
  void what_only_the_build_or_the_command_line_needs_stays_away(String library) throws Exception {
    for (String entry : Consumer.classPath()) {
      assertFalse(Path.of(entry).getFileName().toString().startsWith(library), entry);
    }
  }
}
