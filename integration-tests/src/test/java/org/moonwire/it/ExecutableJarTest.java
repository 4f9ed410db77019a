package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.it.Program.Outcome;

/** The jar as a user runs it: {@code java -jar moonwire.jar}, in a process of its own. */
@Timeout(60)
class ExecutableJarTest {
  @TempDir private Path folder;
  private ExecutableJar jar;

  @BeforeEach
  void inTheFolder() {
    jar = new ExecutableJar(folder);
  }

  @Test
  void a_script_gets_its_arguments_and_prints() throws Exception {
    String script =
        jar.script("#!/usr/bin/env moonwire\nprint(..., select('#', ...), arg[2], 'ü')");
    assertEquals(new Outcome(0, "a\t2\t-b\tü\n", ""), jar.run(script, "a", "-b"));
  }

  @Test
  void a_chunk_from_the_command_line_runs() throws Exception {
    assertEquals(new Outcome(0, "3\n", ""), jar.run("-e", "print(1 + 2, ...)"));
  }

  @Test
  void standard_input_runs() throws Exception {
    Process process = jar.start("-", "arg");
    process.getOutputStream().write("print('in', ...)".getBytes(UTF_8));
    process.getOutputStream().close();
    assertEquals(new Outcome(0, "in\targ\n", ""), jar.finish(process));
  }

  @Test
  void standard_streams_and_scripts_are_bytes() throws Exception {
    String source = "io.write('\\127\\128\\255', #'\u00fc') print('\\254', #io.read('*a'))";
    Files.writeString(folder.resolve("script.lua"), source, ISO_8859_1);
    Process process = jar.start("--grant", "io", "script.lua");
    process.getOutputStream().write(new byte[] {(byte) 0x80, (byte) 0xff});
    process.getOutputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    assertEquals(
        "\u007f\u0080\u00ff1\u00fe\t2\n", Files.readString(folder.resolve("out"), ISO_8859_1));
  }

  @Test
  void a_script_whose_reader_has_gone_ends_without_a_word() throws Exception {
    String script = jar.script("for i = 1, math.huge do print(i) end");
    Process process = jar.start(ProcessBuilder.Redirect.PIPE, script);
    try (BufferedReader reader = process.inputReader()) {
      assertEquals("1", reader.readLine());
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    assertEquals("", Files.readString(folder.resolve("err")));
    assertEquals(141, process.exitValue());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void output_that_cannot_be_written_is_an_error() throws Exception {
    Process process =
        jar.start(ProcessBuilder.Redirect.to(new File("/dev/full")), "-e", "print('lost')");
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    String err = Files.readString(folder.resolve("err"));
    assertTrue(err.endsWith("lua: cannot write the output: No space left on device\n"), () -> err);
    assertEquals(1, process.exitValue());
  }

  @Test
  void a_script_can_run_another_like_itself() throws Exception {
    String script = jar.script("print(io.popen(arg[-1] .. ' -e \"print(6 * 7)\"'):read('*a'))");
    assertEquals(new Outcome(0, "42\n\n", ""), jar.run("--grant", "io", script));
  }

  @Test
  void a_file_of_the_script_comes_before_a_module_of_that_name() throws Exception {
    Files.writeString(folder.resolve("json.lua"), "return 'mine'");
    String script = jar.script("print(require 'json', type(json.encode))");
    assertEquals(new Outcome(0, "mine\tfunction\n", ""), jar.run("--grant", "package", script));
    assertEquals(new Outcome(0, "mine\tfunction\n", ""), jar.run(script));
  }

  @Test
  void files_beside_the_script_and_on_the_path_are_found() throws Exception {
    Files.createDirectories(folder.resolve("app"));
    Files.createDirectories(folder.resolve("lib/deep"));
    Files.writeString(folder.resolve("app/beside.lua"), "return 'beside'");
    Files.writeString(folder.resolve("lib/deep/init.lua"), "return 'deep'");
    Files.writeString(folder.resolve("app/main.lua"), "print(require('beside'), require('deep'))");
    String main = Path.of("app", "main.lua").toString();
    assertEquals(new Outcome(0, "beside\tdeep\n", ""), jar.run("--path", "lib", main));
    assertEquals(new Outcome(0, "beside\tdeep\n", ""), jar.run("--path", "x;lib/?/init.lua", main));
    Outcome lost = jar.run(main);
    assertEquals(1, lost.code());
    assertTrue(
        lost.err().contains("no file 'app/deep.lua'") && lost.err().contains("--path"), lost.err());
  }

  @Test
  void classes_of_java_are_granted_by_name_and_by_a_file() throws Exception {
    Files.writeString(folder.resolve("access.yaml"), "members: {java.lang.Math: [max]}");
    Files.writeString(folder.resolve("slip.yaml"), "classes: java.lang.Math");
    String script =
        "local java = require('java') print(java.type('java.time.LocalDate').of(2026, 1, 2),"
            + " java.type('java.lang.Math').max(1, 2))";
    assertEquals(
        new Outcome(0, "2026-01-02\t2\n", ""),
        jar.run("--grant", "class:java.time.LocalDate", "--access", "access.yaml", "-e", script));
    Outcome slip = jar.run("--access", "slip.yaml", "-e", script);
    assertEquals(2, slip.code());
    assertTrue(
        slip.err().contains("slip.yaml:1:10: `classes` must be a list of names"), slip.err());
  }

  @Test
  void a_prompt_prints_values_goes_on_after_errors_and_waits_for_the_end_of_a_statement()
      throws Exception {
    Process process = jar.start("-i", jar.script("x = 40"));
    process.getOutputStream().write("x+\n2\nerror('boom')\n= x, nil\nlocal x\n".getBytes(UTF_8));
    process.getOutputStream().close();
    Outcome outcome = jar.finish(process);
    assertEquals(0, outcome.code());
    assertEquals("> >> 42\n> > 40\tnil\n> > \n", outcome.out());
    String trace = "stack traceback:\n\t[Java]: in function 'error'\n\tstdin:1: in main chunk\n";
    assertEquals("lua: stdin:1: boom\n" + trace, outcome.err());
  }

  @Test
  void an_error_is_reported_as_lua_does_with_line_and_traceback() throws Exception {
    Outcome outcome = jar.run(jar.script("local function f()\n  error('boom')\nend\nf()\n"));
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
        "2|--nonsense|unknown option `--nonsense`",
        "2|--timeout,banana,-e,return|--timeout `banana` is not a duration",
        "2|--grant,banana,-e,return|--grant: `banana` cannot be granted; known are",
        "1|-e,io.write(1)|attempt to index global 'io'",
        "2|--scope,x,-e,return|add --policy FILE",
        "2|--policy,missing.yaml,-e,return|missing.yaml",
        "1|--timeout,100ms,-e,while true do end|timed out after 100 ms",
      })
  void what_goes_wrong_has_an_exit_code_and_a_message(int code, String args, String message)
      throws Exception {
    Outcome outcome = jar.run(args == null ? new String[0] : args.split(",", -1));
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void what_is_granted_may_be_used() throws Exception {
    Outcome outcome = jar.run("--grant", "io,os.exit", "-e", "io.write('x') os.exit(7)");
    assertEquals(new Outcome(7, "x", ""), outcome);
  }

  @Test
  void connections_left_open_are_closed_with_1001_when_the_script_ends() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script = jar.script("client = assert(require('websocket').connect(...))");
      assertEquals(0, jar.run(script, server.url("/silent")).code());
      assertEquals(1001, server.awaitVisit().awaitEnding().code());
    }
  }

  @Test
  void an_interrupt_closes_connections_and_exits_with_130() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String script =
          jar.script(
              "local c = require('websocket').connect(...) c:send('up') c:channel():receive()");
      Process process = jar.start(script, server.url("/silent"));
      Visit visit = server.awaitVisit();
      assertEquals("up", visit.awaitFrame().text());
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertEquals(1001, visit.awaitEnding().code());
      assertEquals(130, jar.finish(process).code());
    }
  }
}
