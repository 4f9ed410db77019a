package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a user runs it: {@code java -jar moonwire.jar}, in a process of its own. */
@Timeout(60)
class ExecutableJarTest {
  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("moonwire.jar"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Outcome finish(Process process) throws Exception {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    return new Outcome(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private Outcome run(String... args) throws Exception {
    Process process = start(args);
    process.getOutputStream().close();
    return finish(process);
  }

  private String script(String source) throws IOException {
    Files.writeString(folder.resolve("script.lua"), source);
    return "script.lua";
  }

  @Test
  void a_script_gets_its_arguments_and_prints() throws Exception {
    String script = script("#!/usr/bin/env moonwire\nprint(..., select('#', ...), arg[2], 'ü')");
    assertEquals(new Outcome(0, "a\t2\t-b\tü\n", ""), run(script, "a", "-b"));
  }

  @Test
  void a_chunk_from_the_command_line_runs() throws Exception {
    assertEquals(new Outcome(0, "3\tx\n", ""), run("-e", "print(1 + 2, ...)", "x"));
  }

  @Test
  void standard_input_runs() throws Exception {
    Process process = start("-", "arg");
    process.getOutputStream().write("print('in', ...)".getBytes(UTF_8));
    process.getOutputStream().close();
    assertEquals(new Outcome(0, "in\targ\n", ""), finish(process));
  }

  @Test
  void an_error_is_reported_as_lua_does_with_line_and_traceback() throws Exception {
    Outcome outcome = run(script("local function f()\n  error('boom')\nend\nf()\n"));
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().startsWith("lua: script.lua:2: boom\n"), outcome.err());
    assertTrue(outcome.err().contains("stack traceback:"), outcome.err());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1|-e,return nil/ 'no'|attempt to perform arithmetic",
        "1|-e,x = = 1|(command line):1:",
        "1|missing.lua|lua: cannot open `missing.lua`: no such file",
        "2|--nonsense|Unknown option",
        "2||Missing SCRIPT",
        "2|--timeout,banana,-e,return|--timeout `banana` is not a duration",
        "2|--scope,x,-e,return|add --policy FILE",
        "2|--policy,missing.yaml,-e,return|missing.yaml",
        "1|--timeout,100ms,-e,while true do end|timed out after 100 ms",
      })
  void what_goes_wrong_has_an_exit_code_and_a_message(int code, String args, String message)
      throws Exception {
    Outcome outcome = run(args == null ? new String[0] : args.split(",", -1));
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void a_policy_file_decides() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String yaml = SpecRunner.read("policies/one-host.yaml");
      Files.writeString(
          folder.resolve("policy.yaml"), yaml.replace("PORT", Integer.toString(server.port())));
      String script =
          script("local c, e = require('websocket').connect(...)\nprint(c ~= nil, e)\n");
      assertEquals(
          "true\tnil\n", run("--policy", "policy.yaml", script, server.url("/echo")).out());
      assertEquals(
          "false\tnot allowed: ws://h/x\n",
          run("--policy", "policy.yaml", script, "ws://h/x").out());
    }
  }

  @Test
  void connections_left_open_are_closed_with_1001_when_the_script_ends() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script = script("client = assert(require('websocket').connect(...))");
      assertEquals(0, run(script, server.url("/silent")).code());
      assertEquals(1001, server.awaitVisit().awaitEnding().code());
    }
  }

  @Test
  void an_interrupt_closes_connections_and_exits_with_130() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script =
          script("local c = require('websocket').connect(...) c:send('up') c:channel():receive()");
      Process process = start(script, server.url("/silent"));
      Visit visit = server.awaitVisit();
      assertEquals("up", visit.awaitFrame().text());
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertEquals(1001, visit.awaitEnding().code());
      assertEquals(130, finish(process).code());
    }
  }
}
