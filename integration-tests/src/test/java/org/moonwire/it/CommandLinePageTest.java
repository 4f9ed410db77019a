package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the pages about the command line show after a {@code $} prints what is below. */
@Timeout(300)
class CommandLinePageTest {
  private static final Path MANUAL =
      Path.of(System.getProperty("moonwire.home"), "ws-module/manual");

  private static final List<String> PAGES = List.of("command-line.md", "editors.md");

  @TempDir private Path folder;

  /** A command and what it prints. */
  private record Example(String command, String output) {}

  private static String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String page : PAGES) {
      text.append(Files.readString(MANUAL.resolve(page))).append('\n');
    }
    return text.toString();
  }

  private static List<Example> examples() throws IOException {
    List<Example> found = new ArrayList<>();
    for (CodeBlock block : CodeBlock.of(text())) {
      if (!block.language().equals("console")) {
        continue;
      }
      for (String part : block.text().split("(?m)^\\$ ", -1)) {
        int end = part.indexOf('\n');
        if (end > 0) {
          found.add(new Example(part.substring(0, end), part.substring(end + 1)));
        }
      }
    }
    return found;
  }

  @TestFactory
  Stream<DynamicTest> every_example_prints_what_the_page_says() throws IOException {
    List<Example> examples = examples();
    assertTrue(examples.size() > 10);
    assertFalse(text().contains("```sh"), "use console, which is run");
    return examples.stream()
        .map(example -> DynamicTest.dynamicTest(example.command(), () -> check(example)));
  }

  private void check(Example example) throws Exception {
    Path out = folder.resolve("out.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh", "-c", "moonwire() { $JAVA -jar \"$JAR\" \"$@\"; }\n" + example.command());
    builder.environment().put("JAVA", String.join(" ", Program.shortJvm()));
    builder.environment().put("JAR", System.getProperty("moonwire.jar"));
    Process process =
        builder
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the example does not end");
    assertEquals(example.output(), Files.readString(out));
  }
}
