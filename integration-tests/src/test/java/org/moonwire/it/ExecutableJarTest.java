package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a user runs it: {@code java -jar moonwire.jar}, in a process of its own. */
@Timeout(60)
class ExecutableJarTest {
  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private Process start(String... args) throws IOException {
    return start(ProcessBuilder.Redirect.to(folder.resolve("out").toFile()), args);
  }

  private Process start(ProcessBuilder.Redirect output, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(System.getProperty("moonwire.jar"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(output)
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
    assertEquals(new Outcome(0, "3\n", ""), run("-e", "print(1 + 2, ...)"));
  }

  @Test
  void standard_input_runs() throws Exception {
    Process process = start("-", "arg");
    process.getOutputStream().write("print('in', ...)".getBytes(UTF_8));
    process.getOutputStream().close();
    assertEquals(new Outcome(0, "in\targ\n", ""), finish(process));
  }

  @Test
  void standard_streams_and_scripts_are_bytes() throws Exception {
    String source = "io.write('\\127\\128\\255', #'\u00fc') print('\\254', #io.read('*a'))";
    Files.writeString(folder.resolve("script.lua"), source, ISO_8859_1);
    Process process = start("--grant", "io", "script.lua");
    process.getOutputStream().write(new byte[] {(byte) 0x80, (byte) 0xff});
    process.getOutputStream().close();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    assertEquals(
        "\u007f\u0080\u00ff1\u00fe\t2\n", Files.readString(folder.resolve("out"), ISO_8859_1));
  }

  @Test
  void a_script_whose_reader_has_gone_ends_without_a_word() throws Exception {
    String script = script("for i = 1, math.huge do print(i) end");
    Process process = start(ProcessBuilder.Redirect.PIPE, script);
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
        start(ProcessBuilder.Redirect.to(new File("/dev/full")), "-e", "print('lost')");
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    String err = Files.readString(folder.resolve("err"));
    assertTrue(err.endsWith("lua: cannot write the output: No space left on device\n"), () -> err);
    assertEquals(1, process.exitValue());
  }

  @Test
  void a_script_can_run_another_like_itself() throws Exception {
    String script = script("print(io.popen(arg[-1] .. ' -e \"print(6 * 7)\"'):read('*a'))");
    assertEquals(new Outcome(0, "42\n\n", ""), run("--grant", "io", script));
  }

  @Test
  void a_file_of_the_script_comes_before_a_module_of_that_name() throws Exception {
    Files.writeString(folder.resolve("json.lua"), "return 'mine'");
    String script = script("print(require 'json', type(json.encode))");
    assertEquals(new Outcome(0, "mine\tfunction\n", ""), run("--grant", "package", script));
    assertEquals(new Outcome(0, "mine\tfunction\n", ""), run(script));
  }

  @Test
  void files_beside_the_script_and_on_the_path_are_found() throws Exception {
    Files.createDirectories(folder.resolve("app"));
    Files.createDirectories(folder.resolve("lib/deep"));
    Files.writeString(folder.resolve("app/beside.lua"), "return 'beside'");
    Files.writeString(folder.resolve("lib/deep/init.lua"), "return 'deep'");
    Files.writeString(folder.resolve("app/main.lua"), "print(require('beside'), require('deep'))");
    String main = Path.of("app", "main.lua").toString();
    assertEquals(new Outcome(0, "beside\tdeep\n", ""), run("--path", "lib", main));
    assertEquals(new Outcome(0, "beside\tdeep\n", ""), run("--path", "x;lib/?/init.lua", main));
    Outcome lost = run(main);
    assertEquals(1, lost.code);
    assertTrue(
        lost.err.contains("no file 'app/deep.lua'") && lost.err.contains("--path"), lost.err);
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
        run("--grant", "class:java.time.LocalDate", "--access", "access.yaml", "-e", script));
    Outcome slip = run("--access", "slip.yaml", "-e", script);
    assertEquals(2, slip.code);
    assertTrue(slip.err.contains("slip.yaml:1:10: `classes` must be a list of names"), slip.err);
  }

  @Test
  void a_prompt_prints_values_goes_on_after_errors_and_waits_for_the_end_of_a_statement()
      throws Exception {
    Process process = start("-i", script("x = 40"));
    process.getOutputStream().write("x+\n2\nerror('boom')\n= x, nil\nlocal x\n".getBytes(UTF_8));
    process.getOutputStream().close();
    Outcome outcome = finish(process);
    assertEquals(0, outcome.code());
    assertEquals("> >> 42\n> > 40\tnil\n> > \n", outcome.out());
    String trace = "stack traceback:\n\t[Java]: in function 'error'\n\tstdin:1: in main chunk\n";
    assertEquals("lua: stdin:1: boom\n" + trace, outcome.err());
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
    Outcome outcome = run(args == null ? new String[0] : args.split(",", -1));
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void what_is_granted_may_be_used() throws Exception {
    Outcome outcome = run("--grant", "io,os.exit", "-e", "io.write('x') os.exit(7)");
    assertEquals(new Outcome(7, "x", ""), outcome);
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

  @Test
  void policy_check_reports_all_mistakes_with_their_places() throws Exception {
    Files.writeString(
        folder.resolve("p.yaml"), "entires: []\nsecurity: {strict: 3, dry_run: true}\n");
    Outcome outcome = run("policy", "check", "p.yaml");
    assertEquals(1, outcome.code());
    assertEquals("p.yaml: not usable, 2 mistakes\n", outcome.out());
    assertTrue(outcome.err().contains("p.yaml:1:1: unknown key `entires`"), outcome.err());
    assertTrue(outcome.err().contains("\n  | entires: []\n  | ^\n"), outcome.err());
    assertTrue(outcome.err().contains("p.yaml:2:20: strict must be true or false"), outcome.err());
  }

  @Test
  void policy_check_warns_and_accepts() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "security: {dry_run: true}\n");
    Outcome outcome = run("policy", "check", "p.yaml");
    assertEquals(0, outcome.code());
    assertEquals("p.yaml: ok, 1 warning\n", outcome.out());
    assertTrue(outcome.err().startsWith("warning: p.yaml:1:21: nothing is denied"), outcome.err());
    assertEquals(
        new Outcome(1, outcome.out(), outcome.err()), run("policy", "check", "--strict", "p.yaml"));
  }

  @Test
  void policy_check_names_the_artifact_that_expressions_need() throws Exception {
    Files.writeString(
        folder.resolve("p.yaml"),
        "entries: [{name: a, kind: security.policy.expr, policy: {actions: a, resources: b,"
            + " effect: allow, expression: 'true'}}]");
    Outcome outcome = run("policy", "check", "p.yaml");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("need the artifact `dev.cel:cel`"), outcome.err());
  }

  @Test
  void a_script_called_policy_runs_by_its_path_and_the_word_is_a_script_elsewhere()
      throws Exception {
    Files.writeString(folder.resolve("policy"), "print('script', ...)");
    assertEquals(new Outcome(0, "script\tcheck\n", ""), run("./policy", "check"));
    assertEquals(new Outcome(0, "\nscript\n", ""), run("-e", "print(...)", "policy"));
    assertEquals(2, run("policy").code());
  }

  @Test
  void a_dry_run_logs_what_would_be_denied_and_goes_on() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "entries: []\n");
    String chunk = "print(require('security').can('read', 'x'))";
    Outcome outcome = run("--policy", "p.yaml", "--dry-run", "-e", chunk);
    assertEquals("true\n", outcome.out());
    assertEquals(
        "org.moonwire.policy: would deny (dry run) `read` on `x` to actor ``: undefined, no policy"
            + " decided\n",
        outcome.err());
    assertEquals(new Outcome(0, "false\n", ""), run("--policy", "p.yaml", "-e", chunk));
  }

  @Test
  void the_commands_of_the_policy_guide_work() throws Exception {
    Path policy = Path.of("..", "policy");
    Files.createDirectory(folder.resolve("examples"));
    for (String name : List.of("strict.yaml", "strict.tests.yaml")) {
      Files.copy(policy.resolve("examples/" + name), folder.resolve("examples/" + name));
    }
    List<String> out = new ArrayList<>();
    for (String line : Files.readAllLines(policy.resolve("README.md"))) {
      if (line.startsWith("java -jar moonwire.jar ")) {
        Outcome outcome = run(line.substring("java -jar moonwire.jar ".length()).split(" ", -1));
        assertEquals(0, outcome.code(), outcome.err());
        out.add(outcome.out());
      }
    }
    assertEquals(
        List.of("examples/strict.yaml: ok\n", "examples/strict.tests.yaml: 14 of 14 hold\n"),
        out.subList(0, 2));
    assertTrue(
        out.get(2).contains("decision  allow\n  by      strict:admin_console\n"), out.get(2));
  }

  @Test
  void policy_test_shows_the_rows_that_do_not_hold() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "entries: []\n");
    Files.writeString(
        folder.resolve("p.tests.yaml"),
        "- {name: a, action: a, decision: undefined}\n- {name: b, action: b, decision: allow}\n");
    assertEquals(
        new Outcome(
            1,
            "p.tests.yaml: 1 of 2 hold\n",
            """
            p.tests.yaml:2:3: b: expected allow but it is undefined
              | - {name: b, action: b, decision: allow}
              |   ^
            """),
        run("policy", "test", "p.yaml"));
  }
}
