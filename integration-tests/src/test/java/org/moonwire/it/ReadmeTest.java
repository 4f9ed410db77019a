package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.SecurityContext;
import org.moonwire.policy.WebSocketUrl;

/**
 * The README's examples do what it says: scripts and programs run, the rest agrees with the build.
 */
@Timeout(120)
class ReadmeTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)");

  /** A row of the table of options. */
  private static final Pattern OPTION = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  /** What each program prints. */
  private static final Map<String, String> PRINTED =
      Map.of("Embed", "hello, world\n", "EmbedWithChannel", "hello, Ada\n");

  @TempDir private Path folder;

  private static String readme() throws IOException {
    return read("README.md");
  }

  private static String read(String file) throws IOException {
    return Files.readString(HOME.resolve(file));
  }

  private static Stream<CodeBlock> blocks(String language) throws IOException {
    return CodeBlock.of(readme()).stream().filter(block -> block.language().equals(language));
  }

  @TestFactory
  Stream<DynamicTest> every_code_block_is_right() throws IOException {
    return CodeBlock.of(readme()).stream()
        .map(block -> DynamicTest.dynamicTest(block.toString(), () -> check(block)));
  }

  @Test
  void there_is_an_example_of_every_kind() throws IOException {
    Set<String> languages = new HashSet<>();
    CodeBlock.of(readme()).forEach(block -> languages.add(block.language()));
    assertEquals(Set.of("sh", "lua", "xml", "java", "yaml"), languages);
  }

  private void check(CodeBlock block) throws Exception {
    switch (block.language()) {
      case "lua" -> printsWhatTheServerEchoes(block.text());
      case "java" -> runsForSomebodyWithOurDependency(block.text());
      case "yaml" -> allowsOneHostOnly(block.text());
      case "xml" -> namesWhatWePublish(block.text());
      case "sh" -> assertEquals(1, block.text().lines().count());
      default -> throw new AssertionError("nobody checks blocks of `" + block.language() + "`");
    }
  }

  private static void printsWhatTheServerEchoes(String script) throws Exception {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("lua");
    StringWriter out = new StringWriter();
    engine.getContext().setWriter(out);
    try (EchoServer server = EchoServer.start()) {
      engine.put(ScriptEngine.ARGV, new String[] {server.url("/echo")});
      engine.eval(script);
      assertTrue(out.toString().startsWith("text\t{"), out.toString());
      assertEquals(1000, server.awaitVisit().awaitEnding().code());
    } finally {
      ((AutoCloseable) engine).close();
    }
  }

  private void runsForSomebodyWithOurDependency(String program) throws Exception {
    String expected = PRINTED.get(Consumer.mainClass(program));
    ChildJvm.Outcome outcome = new Consumer(folder).run(program, Consumer.classPath());
    assertEquals(new ChildJvm.Outcome(0, expected, ""), outcome);
  }

  private static void allowsOneHostOnly(String yaml) {
    SecurityContext context = SecurityContext.of(PolicySet.parse("README.md", yaml));
    assertEquals(Actor.ANONYMOUS, context.actor().orElseThrow());
    assertTrue(context.isAllowed("websocket.connect", "", Map.of()));
    assertTrue(mayDial(context, "wss://api.example.com/x"));
    assertFalse(mayDial(context, "wss://api.example.org/x"));
    assertFalse(mayDial(context, "ws://api.example.com/x"));
  }

  private static boolean mayDial(SecurityContext context, String text) {
    WebSocketUrl url = WebSocketUrl.parse(text);
    return context.isAllowed("websocket.connect.url", url.text(), url.meta());
  }

  private static void namesWhatWePublish(String dependency) throws Exception {
    Pom module = Pom.read(read("ws-module/pom.xml"));
    Pom block = Pom.read(dependency);
    assertEquals(module.text("parent/groupId"), block.text("groupId"));
    assertEquals(module.text("artifactId"), block.text("artifactId"));
    assertEquals(module.text("parent/version"), block.text("version"));
  }

  @Test
  void the_two_commands_are_the_demonstration_and_what_the_build_server_runs() throws Exception {
    List<String> commands = blocks("sh").map(block -> block.text().strip()).toList();
    assertEquals(2, commands.size());
    Pom tests = Pom.read(read("integration-tests/pom.xml"));
    assertEquals("mvn -q -P" + tests.text("profiles/profile/id") + " package", commands.get(0));
    String batch = commands.get(1).replaceFirst("^mvn ", "mvn -B -ntp ");
    assertTrue(read(".ci/run").lines().anyMatch(batch::equals), batch);
  }

  @Test
  void the_table_of_options_names_the_options_there_are() throws Exception {
    TreeSet<String> rows = new TreeSet<>();
    OPTION.matcher(readme()).results().forEach(row -> rows.add(row.group(1)));
    String known = "known are " + String.join(", ", rows);
    assertTrue(optionsAreWrong().endsWith(known), () -> known + " / " + optionsAreWrong());
  }

  /** Returns what {@code connect} says of an option that it does not know. */
  private static String optionsAreWrong() {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      String script = "return require('websocket').connect('ws://h/x', { nonsense = 1 })";
      return assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage();
    }
  }

  @Test
  void every_file_it_links_to_is_there() throws IOException {
    Matcher links = LINK.matcher(readme());
    int count = 0;
    while (links.find()) {
      assertTrue(Files.exists(HOME.resolve(links.group(1))), links.group(1));
      count++;
    }
    assertTrue(count > 0);
  }
}
