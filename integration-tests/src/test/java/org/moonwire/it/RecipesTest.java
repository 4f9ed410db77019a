package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** Every recipe runs against a server that sends back what it gets. */
@Timeout(120)
class RecipesTest {
  private static final Path PAGE =
      Path.of(System.getProperty("moonwire.home"), "ws-module/manual/recipes.md");

  @TestFactory
  Stream<DynamicTest> every_recipe_runs() throws IOException {
    List<CodeBlock> recipes = CodeBlock.of(Files.readString(PAGE));
    assertTrue(recipes.size() >= 6);
    assertTrue(recipes.stream().allMatch(block -> block.language().equals("lua")));
    return recipes.stream()
        .map(block -> DynamicTest.dynamicTest(block.toString(), () -> run(block.text())));
  }

  private static void run(String recipe) throws Exception {
    try (EchoServer server = EchoServer.start();
        LuaEngine engine = LuaEngine.builder().timeout(Duration.ofSeconds(30)).build()) {
      engine.put("url", server.url("/echo"));
      engine.eval(recipe);
    }
  }
}
