package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code moonwire connect} and {@code moonwire listen}, against others and against each other. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectCommandTest {
  @TempDir private Path folder;
  private EchoServer server;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = EchoServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    started.forEach(Process::destroyForcibly);
  }

  private Process run(String... args) throws IOException {
    Process process =
        new ProcessBuilder(Program.jar(args))
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  private static void type(Process process, String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  private int exitCode(Process process) throws Exception {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    return process.exitValue();
  }

  @Test
  void lines_of_a_pipe_are_messages_and_answers_are_lines() throws Exception {
    Process process = run("connect", server.url("/echo"), "-H", "X-Key: 5", "--auth", "ann:secret");
    type(process, "grün\n{\"a\":1}\n");
    BufferedReader out = out(process);
    assertEquals("grün", out.readLine());
    assertEquals("{\"a\":1}", out.readLine());
    process.getOutputStream().close();
    assertEquals(0, exitCode(process), Files.readString(folder.resolve("err")));
    Visit visit = server.awaitVisit();
    assertEquals(List.of("5"), visit.headers().get("X-Key"));
    assertEquals(List.of("Basic YW5uOnNlY3JldA=="), visit.headers().get("Authorization"));
    assertEquals(1000, visit.awaitEnding().code());
  }

  @Test
  void json_rpc_calls_are_made_of_words() throws Exception {
    Process process = run("connect", "--jsonrpc", server.url("/echo"));
    type(process, "add 1 \"x y\"\nlist\nput {\"k\":[1]}\n");
    process.getOutputStream().close();
    BufferedReader out = out(process);
    String first = out.readLine();
    assertTrue(first.contains("\"params\":[1,\"x y\"]") || first.contains("\"add\""), first);
    assertTrue(out.readLine().contains("\"method\":\"list\""));
    assertTrue(out.readLine().contains("\"params\":{\"k\":[1]}"));
    assertEquals(0, exitCode(process));
  }

  @ParameterizedTest
  @CsvSource({
    "/close?code=1000, 0",
    "/close?code=1011, 111",
    "/close?code=3001, 203",
    "/close?code=4000, 204",
    "/close?drop=1, 106",
    "/status?code=401, 1"
  })
  void the_exit_code_tells_the_end(String path, int code) throws Exception {
    Process process = run("connect", server.url(path));
    assertEquals(code, exitCode(process), Files.readString(folder.resolve("err")));
  }

  @Test
  void wrong_words_are_one_line() throws Exception {
    Process process = run("connect", "-H", "nonsense", server.url("/echo"));
    assertEquals(2, exitCode(process));
    assertEquals(
        "moonwire connect: `nonsense` is no header; write 'Name: value' (moonwire connect --help"
            + " shows what there is)\n",
        Files.readString(folder.resolve("err")));
  }

  @Test
  void at_a_terminal_messages_stand_above_the_line_with_their_time() throws Exception {
    assumeTrue(Pty.isPossible(), "needs /usr/bin/script and stty");
    try (Pty pty =
        new Pty(
            folder, Map.of(), Program.jar("connect", server.url("/echo")).toArray(String[]::new))) {
      pty.expect("connected to ws://");
      pty.send("{\"op\":\"a\",\"ids\":[1]}\r");
      pty.expect("< {\n  \"op\": \"a\",\n  \"ids\": [\n    1\n  ]\n}\n");
      assertTrue(pty.raw().contains("\033[36m\"op\"\033[0m: \033[32m\"a\""), pty.raw());
      pty.send("/ping\r");
      pty.expect("pong after ");
      pty.send("\\u001b[2J\r");
      pty.send("/nonsense\r");
      pty.expect("no command `/nonsense`");
      pty.send("/close 4000 bye\r");
      pty.expect("closed with 4000: bye");
      assertEquals(0, pty.exitCode());
    }
    assertEquals(new Visit.Ending(true, 4000, "bye"), server.awaitVisit().awaitEnding());
  }

  @Test
  void a_server_that_ends_the_talk_ends_the_line_that_is_typed() throws Exception {
    assumeTrue(Pty.isPossible(), "needs /usr/bin/script and stty");
    String url = server.url("/close?code=1012");
    try (Pty pty = new Pty(folder, Map.of(), Program.jar("connect", url).toArray(String[]::new))) {
      pty.expect("closed by the server with 1012");
      assertEquals(112, pty.exitCode());
    }
  }

  @Test
  void a_listener_echoes_and_logs() throws Exception {
    Process listener = run("listen", "0", "--protocol", "chat");
    BufferedReader log = out(listener);
    String first = log.readLine();
    assertTrue(first.startsWith("listening on ws://127.0.0.1:"), first);
    String url = first.substring("listening on ".length());
    Process client = run("connect", "--protocol", "other,chat", url + "/room");
    type(client, "hello\n" + "x".repeat(70_000) + "\n");
    // Whoever does not read its log holds the listener up.
    assertTrue(log.readLine().matches(".* #1 connected from 127.0.0.1:\\d+ for /room"));
    assertTrue(log.readLine().endsWith(" #1 < hello"));
    assertTrue(log.readLine().length() > 70_000);
    BufferedReader out = out(client);
    assertEquals("hello", out.readLine());
    assertEquals(70_000, out.readLine().length());
    client.getOutputStream().close();
    assertEquals(0, exitCode(client), Files.readString(folder.resolve("err")));
    assertTrue(log.readLine().endsWith(" #1 closed with 1000"));
  }

  @Test
  void a_broadcast_reaches_all_and_the_end_is_said() throws Exception {
    Process listener = run("listen", "0", "--broadcast");
    String url = out(listener).readLine().substring("listening on ".length());
    Process one = run("connect", url);
    BufferedReader first = out(one);
    type(one, "anybody?\n");
    assertEquals("anybody?", first.readLine());
    Process two = run("connect", url);
    BufferedReader second = out(two);
    type(two, "me\n");
    assertEquals("me", second.readLine());
    assertEquals("me", first.readLine());
    new ProcessBuilder("kill", "-INT", Long.toString(listener.pid())).start().waitFor();
    assertEquals(130, exitCode(listener));
    // 1001 is a good end.
    assertEquals(0, exitCode(one));
    assertEquals(0, exitCode(two));
  }
}
