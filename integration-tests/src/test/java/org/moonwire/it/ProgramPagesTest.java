package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs in Java on the pages for hosts print what stands below them. */
@Timeout(120)
class ProgramPagesTest {
  private static final Path MANUAL =
      Path.of(System.getProperty("moonwire.home"), "engine", "manual");

  private static final List<String> PAGES = List.of("embedding", "strangers", "metrics");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> every_program_prints_what_the_page_says() {
    return PAGES.stream().map(page -> DynamicTest.dynamicTest(page, () -> check(page)));
  }

  private void check(String page) throws Exception {
    List<CodeBlock> blocks = blocks(page);
    assertEquals(List.of("java", "text"), blocks.stream().map(CodeBlock::language).toList());
    ChildJvm.Outcome outcome = new Consumer(folder).run(blocks.get(0).text(), Consumer.classPath());
    assertEquals(blocks.get(1).text(), outcome.out(), outcome.err());
    assertEquals(0, outcome.code());
  }

  private static List<CodeBlock> blocks(String page) throws IOException {
    return CodeBlock.of(Files.readString(MANUAL.resolve(page + ".md")));
  }
}
