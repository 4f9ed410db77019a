package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the jars that users get, beside the classes. */
class PublishedJarsTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home"));
  private static final Path COMPLETE = Path.of(System.getProperty("moonwire.jar"));

  /** A file of the jar that a notice refers to. */
  private static final Pattern REFERENCE = Pattern.compile("META-INF/[A-Za-z0-9./-]*[A-Za-z0-9]");

  /** Where a library moved to, and what it is called. */
  private static final Pattern MOVED =
      Pattern.compile("^org/moonwire/(shaded/\\w+|engine/luaj|engine/asm|policy/re2j)/");

  private static final Map<String, String> LIBRARIES =
      Map.of(
          "shaded/commandline", "picocli",
          "shaded/fasterxml", "Jackson",
          "shaded/glassfish", "Eclipse Tyrus",
          "shaded/jline", "JLine",
          "shaded/snakeyaml", "SnakeYAML Engine",
          "shaded/websocketapi", "Jakarta WebSocket",
          "engine/luaj", "LuaJ",
          "engine/asm", "ASM",
          "policy/re2j", "re2j");

  /** But for LuaJ's table of opcodes: javac names the owner of a constant, which nobody loads. */
  private static final Pattern OLD_NAME =
      Pattern.compile("org/luaj/(?!vm2/Lua[^\\w$])|com/google/re2j/|org/objectweb/asm/");

  private static Stream<Path> jars() {
    return Stream.concat(
        Stream.of(COMPLETE),
        Stream.of("policy", "engine", "ws-module").map(PublishedJarsTest::thin));
  }

  private static Path thin(String module) {
    try (Stream<Path> files = Files.list(HOME.resolve(module).resolve("target"))) {
      return files
          .filter(
              f -> f.getFileName().toString().matches("moonwire-\\w+-[\\d.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertNotNull(entry, name);
    return new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @MethodSource("jars")
  void licence_and_notice_are_inside_and_all_that_they_refer_to(Path file) throws Exception {
    try (JarFile jar = new JarFile(file.toFile())) {
      assertEquals(Files.readString(HOME.resolve("LICENSE")), read(jar, "META-INF/LICENSE"));
      Set<String> named =
          REFERENCE
              .matcher(read(jar, "META-INF/NOTICE"))
              .results()
              .map(found -> found.group())
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> licences = new TreeSet<>();
      jar.stream()
          .map(JarEntry::getName)
          .filter(n -> n.matches("META-INF/(.*LICENSE.*|licenses/.+)"))
          .forEach(licences::add);
      assertEquals(licences, named);
    }
  }

  @Test
  void the_notice_names_every_library_that_moved_into_the_complete_jar() throws Exception {
    try (JarFile jar = new JarFile(COMPLETE.toFile())) {
      Set<String> inside =
          jar.stream()
              .map(entry -> MOVED.matcher(entry.getName()))
              .filter(Matcher::find)
              .map(found -> found.group(1))
              .collect(Collectors.toSet());
      assertEquals(LIBRARIES.keySet(), inside);
      String notice = read(jar, "META-INF/NOTICE");
      LIBRARIES.values().forEach(name -> assertTrue(notice.contains(name), name));
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void no_class_knows_what_moved_by_its_old_name(Path file) throws Exception {
    try (JarFile jar = new JarFile(file.toFile())) {
      Set<String> stale = new TreeSet<>();
      for (JarEntry entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        String constants = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
        if (OLD_NAME.matcher(constants).find()) {
          stale.add(entry.getName());
        }
      }
      assertEquals(Set.of(), stale);
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void no_entry_tells_when_it_was_built(Path file) throws Exception {
    try (JarFile jar = new JarFile(file.toFile())) {
      Set<LocalDateTime> times =
          jar.stream().map(JarEntry::getTimeLocal).collect(Collectors.toSet());
      assertEquals(1, times.size(), times::toString);
    }
  }
}
