package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.CodeBlock;
import org.moonwire.it.EchoServer;
import org.moonwire.it.Program;
import org.moonwire.it.Program.Outcome;

/** The JDK's {@code jrunscript} with {@code moonwire.jar} on its class path. */
class JrunscriptTest {
  private static final String ROUND_TRIP =
      "local c = require('websocket').connect(arguments[1]); c:send('ping');"
          + " print((c:channel():receive()).data); c:close()";

  @TempDir private Path folder;

  @BeforeEach
  void besideTheJar() throws IOException {
    Files.copy(Path.of(System.getProperty("moonwire.jar")), folder.resolve("moonwire.jar"));
    Files.copy(Path.of("hello.lua"), folder.resolve("hello.lua"));
  }

  private Outcome lua(String input, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Program.tool("jrunscript"), "-J-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", "moonwire.jar", "-l", "lua"));
    command.addAll(List.of(args));
    return withoutWarning(new Program(folder).run(command, input));
  }

  /** Later JDKs announce the tool's end. */
  private static Outcome withoutWarning(Outcome outcome) {
    String err = outcome.err().replaceFirst("Warning: jrunscript is deprecated.*\\R", "");
    return new Outcome(outcome.code(), outcome.out(), err);
  }

  private Outcome shell(CodeBlock block) throws Exception {
    String path = Path.of(System.getProperty("java.home"), "bin") + File.pathSeparator;
    List<String> command = List.of("sh", "-c", "PATH=" + path + "$PATH; " + block.text());
    return withoutWarning(new Program(folder).run(command, ""));
  }

  @Test
  void the_commands_of_the_page_print_what_it_says() throws Exception {
    List<CodeBlock> commands = CodeBlock.of(Files.readString(Path.of("README.md")));
    assertEquals(new Outcome(0, "hello, Ada\n", ""), shell(commands.get(0)));
    assertEquals(new Outcome(0, "0.33333333333333\n", ""), shell(commands.get(1)));
    assertEquals(2, commands.size());
  }

  @Test
  void lines_of_standard_input_show_their_values() throws Exception {
    Outcome outcome = lua("1 + 1\nx = 'a'\nx .. x\nnil + 1\nprint('still here')\n");
    assertEquals(0, outcome.code());
    assertEquals("still here\n", outcome.out());
    String problem = "script error: <STDIN>:1: attempt to perform arithmetic on a nil value";
    assertEquals(List.of("2", "aa", problem), shown(outcome.err()));
  }

  private static List<String> shown(String transcript) {
    String answers = transcript.replace("moonwire> ", "");
    return answers.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void a_failing_script_ends_with_10_and_one_line() throws Exception {
    Outcome failed = new Outcome(10, "", "script error: <string>:1: boom\n");
    assertEquals(failed, lua("", "-e", "error('boom')"));
  }

  @Test
  void a_stack_overflow_is_a_failing_script_like_any_other() throws Exception {
    Outcome failed = lua("", "-e", "local function f() return 1 + f() end f()");
    assertEquals(10, failed.code());
    assertTrue(failed.err().startsWith("script error: <string>:1: stack overflow"), failed.err());
  }

  @Test
  void arguments_arrive_under_both_names() throws Exception {
    String script = "print(#arguments, arguments[2], ..., arg[2])";
    assertEquals("2\tb\ta\tb\n", lua("", "-e", script, "a", "b").out());
  }

  @Test
  void a_script_talks_to_a_web_socket_and_the_process_ends() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      assertEquals(new Outcome(0, "ping\n", ""), lua("", "-e", ROUND_TRIP, server.url("/echo")));
    }
  }
}
