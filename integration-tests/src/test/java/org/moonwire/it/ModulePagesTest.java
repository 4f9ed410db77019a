package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/**
 * The examples on the page of {@code websocket} run, and the page of every module tells of each
 * function and method that the definitions for editors have.
 */
@Timeout(60)
class ModulePagesTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();
  private static final String META = "org/moonwire/%s/meta/%s.lua";
  private static final Pattern DEFINED = Pattern.compile("(?m)^function \\w+([.:]\\w+)\\(");

  /** A row of a table of options. */
  private static final Pattern OPTION = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  private static final List<String> OF_WEBSOCKET =
      List.of("websocket", "http_client", "websocket.loadtest");

  private static final Map<String, String> PAGES =
      Map.of(
          "websocket", "ws-module/README.md",
          "http_client", "ws-module/manual/http_client.md",
          "websocket.loadtest", "ws-module/manual/jmeter.md",
          "time", "engine/manual/time.md",
          "errors", "engine/manual/errors.md",
          "json", "engine/manual/json.md",
          "security", "engine/manual/security.md",
          "java", "engine/README.md");

  private static String page(String module) throws IOException {
    return Files.readString(HOME.resolve(PAGES.get(module)));
  }

  @TestFactory
  Stream<DynamicTest> every_example_of_websocket_runs() throws IOException {
    return examples("websocket");
  }

  @TestFactory
  Stream<DynamicTest> every_example_of_http_client_runs() throws IOException {
    return examples("http_client");
  }

  @TestFactory
  Stream<DynamicTest> every_example_of_the_protocols_runs() throws IOException {
    return examples("protocols", Files.readString(HOME.resolve("ws-module/manual/protocols.md")));
  }

  @TestFactory
  Stream<DynamicTest> every_example_of_load_tests_runs() throws IOException {
    return examples("websocket.loadtest");
  }

  private static Stream<DynamicTest> examples(String module) throws IOException {
    return examples(module, page(module));
  }

  private static Stream<DynamicTest> examples(String module, String page) {
    List<CodeBlock> examples =
        CodeBlock.of(page).stream().filter(block -> block.language().equals("lua")).toList();
    assertFalse(examples.isEmpty());
    return examples.stream()
        .map(block -> DynamicTest.dynamicTest(block.toString(), () -> run(module, block.text())));
  }

  private static void run(String module, String example) throws Exception {
    try (EchoServer server = EchoServer.start();
        TestSite site = new TestSite();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", module.equals("http_client") ? site.url() : server.url("/echo"));
      engine.put("ws_url", server.url("/echo"));
      engine.eval(example);
    }
  }

  @Test
  void both_tables_of_options_have_the_same_rows() throws IOException {
    assertEquals(options(Files.readString(HOME.resolve("README.md"))), options(page("websocket")));
  }

  private static Set<String> options(String page) {
    return OPTION
        .matcher(page)
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @TestFactory
  Stream<DynamicTest> every_function_is_on_the_page() {
    return PAGES.keySet().stream()
        .map(module -> DynamicTest.dynamicTest(module, () -> check(module)));
  }

  private static void check(String module) throws IOException {
    String page = page(module);
    String artifact = OF_WEBSOCKET.contains(module) ? "websocket" : "engine";
    List<String> defined =
        DEFINED
            .matcher(SpecRunner.read(META.formatted(artifact, module.replace('.', '/'))))
            .results()
            .map(name -> name.group(1))
            .toList();
    assertFalse(defined.isEmpty());
    assertEquals(
        List.of(), defined.stream().filter(name -> !page.contains(name + "(")).distinct().toList());
  }
}
