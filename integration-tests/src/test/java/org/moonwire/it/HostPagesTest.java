package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages of the hosts show what the hosts' projects run, and the README leads to them. */
class HostPagesTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();
  private static final Path HOSTS = HOME.resolve("integration-tests/src/it");

  /** Code that is no example of its own but the command around one. */
  private static final Set<String> COMMANDS = Set.of("sh");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(HOSTS, 2)) {
      return files.filter(file -> file.endsWith("README.md")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> every_snippet_is_part_of_a_file_that_runs() throws IOException {
    return pages().stream().flatMap(HostPagesTest::snippets);
  }

  private static Stream<DynamicTest> snippets(Path page) {
    Path host = page.getParent();
    return CodeBlock.of(read(page)).stream()
        .filter(block -> !COMMANDS.contains(block.language()))
        .map(
            block ->
                DynamicTest.dynamicTest(
                    host.getFileName() + ": " + block,
                    () -> assertTrue(files(host).anyMatch(f -> contains(f, block.text())))));
  }

  /** All files of the project, and for code that is the same everywhere our own. */
  private static Stream<Path> files(Path host) {
    return Stream.of(host, HOME.resolve("engine/src/main/java/org/moonwire/engine/web"))
        .flatMap(HostPagesTest::walk)
        .filter(file -> !file.endsWith("README.md") && Files.isRegularFile(file));
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(Path file, String snippet) {
    String text = read(file);
    return flat(text).contains(flat(snippet)) || flat(unescaped(text)).contains(flat(snippet));
  }

  /** A test plan of JMeter has its script in XML. */
  private static String unescaped(String xml) {
    return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_readme_links_to_every_page() throws IOException {
    String readme = read(HOME.resolve("README.md"));
    assertTrue(pages().size() > 5);
    for (Path page : pages()) {
      String link = HOME.relativize(page).toString().replace('\\', '/');
      assertTrue(readme.contains("(" + link + ")"), link);
    }
  }
}
