package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.engine.LuaEngine;

/** {@code moonwire load} in a process of its own against a server. */
@Timeout(120)
class LoadCommandTest {
  private static final String ECHO =
      """
      local loadtest = require("websocket.loadtest")
      local url = ...
      loadtest.options { vus = 4, iterations = 40 }
      loadtest.iteration(function()
        mine = (mine or 0) + 1
        assert(mine == loadtest.round(), "a user sees globals of another")
        local answer = loadtest.connect(url):echo("hello " .. loadtest.user())
        loadtest.check("is text", answer.type == "text")
      end)
      """;

  @TempDir private Path folder;
  private EchoServer server;
  private Process process;

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private List<String> command(String script, String... args) throws IOException {
    Files.writeString(folder.resolve("load.lua"), script);
    List<String> command = Program.jar("load", "load.lua");
    command.addAll(List.of(args));
    return command;
  }

  private Program.Outcome run(String script, String... args) throws Exception {
    return new Program(folder).run(command(script, args), "");
  }

  @Test
  void users_keep_their_connections_and_globals_and_say_goodbye() throws Exception {
    Program.Outcome outcome = run(ECHO, server.url("/echo"));
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
    assertEquals("", outcome.err());
    for (int i = 0; i < 4; i++) {
      assertEquals(1000, server.awaitVisit().awaitEnding().code());
    }
    assertFalse(server.hasVisit());
    String out = outcome.out();
    assertTrue(out.contains("  ✓ is text: 100.00% (40 of 40)\n"), out);
    assertTrue(out.contains("  echo..................: avg="), out);
    assertTrue(out.contains("  iterations............: 40  "), out);
    assertTrue(out.contains("  sessions..............: 4  "), out);
    assertTrue(out.contains("  data_sent.............: 280 B  "), out);
  }

  @ParameterizedTest
  @CsvSource({
    "echo p95 < 1m, 0",
    "echo p(99) < 0.001ms, 99",
    "checks rate > 0.99, 0",
    "ecko p95 < 1m, 99",
    "echo p95 less 1m, 2"
  })
  void a_threshold_decides_the_exit_code(String threshold, int code) throws Exception {
    Program.Outcome outcome = run(ECHO, server.url("/echo"), "--threshold", threshold);
    assertEquals(code, outcome.code(), outcome.out() + outcome.err());
    assertEquals(code == 99, outcome.out().contains("  ✗ " + threshold + ": "), outcome.out());
  }

  @Test
  void results_are_json_and_what_jmeter_reads() throws Exception {
    Program.Outcome outcome =
        run(ECHO, "--out", "r.json", "--out", "r.jtl", "-t", "echo avg<1m", server.url("/echo"));
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("text", Files.readString(folder.resolve("r.json")));
      engine.eval(
          """
          local r = require("json").decode(text)
          assert(r.samples.echo.count == 40 and r.samples.echo.p95 > 0 and r.iterations.failed == 0)
          assert(r.checks["is text"].passes == 40 and r.messages_sent == 40 and r.vus == 4)
          assert(#r.thresholds == 1 and r.thresholds[1].ok and r.thresholds[1].threshold == "echo avg<1m")
          """);
    }
    List<String> lines = Files.readAllLines(folder.resolve("r.jtl"));
    assertEquals(
        "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
            + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect",
        lines.get(0));
    assertEquals(1 + 4 + 40, lines.size());
    String url = server.url("/echo");
    String row = "\\d{13},\\d+,echo,200,OK,user [1-4],text,true,,7,7,[1-4],[1-4],%s,\\d+,0,0";
    assertEquals(40, lines.stream().filter(l -> l.matches(row.formatted(url))).count());
  }

  @Test
  void what_fails_is_counted_with_its_reason_and_a_mistake_has_its_line() throws Exception {
    Program.Outcome outcome = run(ECHO, server.url("/status?code=503"), "--vus", "2", "-i", "4");
    assertEquals(1, outcome.code());
    assertTrue(outcome.out().contains("  ✗ 4 times connect: "), outcome.out());
    assertTrue(outcome.out().contains("503"), outcome.out());
    assertEquals("", outcome.err());
    outcome = run(ECHO.replace("answer.type", "answr.type"), server.url("/echo"));
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().startsWith("moonwire load: load.lua:8: "), outcome.err());
    assertEquals(1, outcome.err().split("moonwire load: ", -1).length - 1, outcome.err());
    assertFalse(outcome.err().contains("xpcall"), outcome.err());
    assertTrue(outcome.out().contains("  ✗ 40 times load.lua:8: "), outcome.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "print('no iteration')|1|load.lua: the script has no iteration",
        "x = = 1|1|load.lua:1: ",
        "error('boom', 0)|1|moonwire load: boom",
        "require('websocket.loadtest').options { stages = 5 }|2|unknown option `stages`",
      })
  void a_script_that_is_wrong_is_one_message(String script, int code, String message)
      throws Exception {
    String whole =
        script + (code == 2 ? " require('websocket.loadtest').iteration(function() end)" : "");
    Program.Outcome outcome = run(whole);
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({"--vus, 0", "--vus, x", "--duration, soon", "--out, r.xml"})
  void a_wrong_word_is_one_line(String option, String value) throws Exception {
    Program.Outcome outcome = run(ECHO, "ws://127.0.0.1:1", option, value);
    assertEquals(2, outcome.code(), outcome.out() + outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(value), outcome.err());
  }

  @Test
  void a_terminal_shows_how_it_goes_and_an_interrupt_ends_it_with_the_summary() throws Exception {
    assumeTrue(Pty.isPossible(), "needs /usr/bin/script and stty");
    String[] command = command(ECHO, server.url("/echo"), "-d", "5m").toArray(String[]::new);
    command = withoutIterations(command);
    try (Pty pty = new Pty(folder, Map.of(), command)) {
      // On a busy machine the first second may go by before the first echo.
      pty.expect("/5:00] 4 users | echo ");
      pty.expect(" p95=");
      pty.expect("/5:00] 4 users");
      String anew = "\r\033\\[K\033\\[\\?7l\\[0:\\d\\d/5:00] .*";
      assertTrue(pty.raw().matches("(?s).*" + anew + anew), pty.raw());
      pty.send("\003");
      pty.expect("✓ is text: 100.00% (");
      pty.expect("iterations............: ");
      assertEquals(130, pty.exitCode());
    }
    assertEquals(1000, server.awaitVisit().awaitEnding().code());
  }

  private String[] withoutIterations(String... command) throws IOException {
    Path script = folder.resolve("load.lua");
    Files.writeString(script, ECHO.replace(", iterations = 40", ""));
    return command;
  }

  @Test
  void an_interrupt_cuts_off_who_does_not_end() throws Exception {
    process =
        new ProcessBuilder(
                command(ECHO.replace("iterations = 40", "duration = '5m'"), server.url("/silent")))
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    for (int i = 0; i < 4; i++) {
      server.awaitVisit().awaitFrame();
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertTrue(process.waitFor(15, TimeUnit.SECONDS));
    assertEquals(130, process.exitValue());
    String out = Files.readString(folder.resolve("out"));
    assertTrue(out.contains("  4 interrupted\n"), out);
  }
}
