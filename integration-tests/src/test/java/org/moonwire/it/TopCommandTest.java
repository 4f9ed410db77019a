package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.metrics.EngineMetrics;

/** {@code moonwire top}, on JVMs that run beside it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TopCommandTest {
  /** Three connections, each with its echo read, two more tasks, and a line once that is so. */
  private static final String BUSY =
      "local websocket, kept = require('websocket'), {}"
          + " for i = 1, 3 do kept[i] = assert(websocket.connect('URL')) kept[i]:send('hello')"
          + " kept[i]:channel():receive() end kept[3]:close()"
          + " for i = 1, 2 do coroutine.spawn(function() time.sleep('1h') end) end"
          + " pcall(websocket.connect, 'ws://127.0.0.1:1/') print('ready') time.sleep('1h')";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  /** Starts a JVM and waits for the first line that it prints. */
  private Process ready(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertEquals("ready", out.readLine());
    return process;
  }

  private Process busy(EchoServer server) throws IOException {
    return ready(Program.jar("-e", BUSY.replace("URL", server.url("/echo"))));
  }

  private Program.Outcome top(String... args) throws Exception {
    List<String> words = new ArrayList<>(List.of("top"));
    words.addAll(List.of(args));
    return new Program(folder).run(Program.jar(words.toArray(String[]::new)), "");
  }

  private static void assertRow(Program.Outcome outcome, String row) {
    String found =
        outcome
            .out()
            .lines()
            .map(line -> line.strip().replaceAll(" +", " "))
            .filter(line -> line.startsWith(row.replaceFirst(" [0-9].*", "") + " "))
            .findFirst()
            .orElse(outcome.out() + outcome.err());
    assertEquals(row, found);
  }

  @Test
  void one_table_shows_engines_and_connections_of_a_script_that_has_prepared_nothing()
      throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Process process = busy(server);
      Program.Outcome outcome = top("--once", "" + process.pid());
      assertEquals(0, outcome.code(), outcome.err());
      assertEquals("", outcome.err());
      assertRow(outcome, "engines 1 0.0 1");
      assertRow(outcome, "tasks 3 0.0 2");
      assertRow(outcome, "connecting 0");
      assertRow(outcome, "open 2 0.0 3");
      assertRow(outcome, "dials that failed 0.0 1");
      assertRow(outcome, "messages in 0.0 3");
      assertRow(outcome, "bytes out 0.0 15");
      // It has left nothing behind, so that the next one sees the same.
      assertRow(top("--once", "" + process.pid()), "engines 1 0.0 1");
      assertTrue(process.isAlive());
    }
  }

  /** An application that shows its engines itself. */
  static final class Application {
    private Application() {}

    public static void main(String[] args) throws Exception {
      EngineMetrics.register(ManagementFactory.getPlatformMBeanServer());
      LuaEngine.builder().build().eval("return 1");
      System.out.println("ready");
      System.in.read();
    }
  }

  @Test
  void beans_of_the_application_are_not_counted_twice() throws Exception {
    List<String> command = Program.shortJvm();
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Application.class.getName()));
    Process process = ready(command);
    Program.Outcome outcome = top("" + process.pid(), "--once");
    assertRow(outcome, "engines 1 0.0 1");
    assertRow(outcome, "runs 0.0 1");
  }

  @Test
  void a_jvm_without_moonwire_is_told_in_one_line() throws Exception {
    Path source = folder.resolve("Other.java");
    Files.writeString(
        source,
        "public class Other { public static void main(String[] a) throws Exception {"
            + " System.out.println(\"ready\"); System.in.read(); } }");
    List<String> command = Program.shortJvm();
    command.add(source.toString());
    Process other = ready(command);
    assertFails(
        "process " + other.pid() + " has no Moonwire on its class path, and no beans of it",
        1,
        top("" + other.pid()));
  }

  @Test
  void what_cannot_be_looked_into_is_told_in_one_line() throws Exception {
    Process sleeping = new ProcessBuilder("sleep", "100").start();
    started.add(sleeping);
    assertFails(
        "process " + sleeping.pid() + " is no JVM that can be looked into",
        1,
        top("" + sleeping.pid()));
    assertTrue(sleeping.isAlive(), "looking at a process has ended it");
    assertFails("there is no process 99999999", 1, top("99999999"));
    assertFails("`server` is no number of a process", 2, top("server"));
    assertFails("missing required parameter: 'PID'", 2, top());
  }

  @Test
  void another_user_s_process_is_told_in_one_line() throws Exception {
    long ours = ProcessHandle.current().pid();
    String us = ProcessHandle.of(ours).flatMap(p -> p.info().user()).orElse("");
    ProcessHandle other =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().user().filter(u -> !u.equals(us)).isPresent())
            .findFirst()
            .orElse(null);
    assumeTrue(other != null, "this machine has no other user's processes");
    assertFails("process " + other.pid() + " is `", 1, top("" + other.pid()));
  }

  @Test
  void a_java_without_the_attach_module_is_told_in_one_line() throws Exception {
    List<String> command = Program.shortJvm();
    command.addAll(List.of("--limit-modules", "java.se", "-jar"));
    command.addAll(List.of(System.getProperty("moonwire.jar"), "top", "1"));
    assertFails(
        "this java cannot look into others; take that of a JDK",
        1,
        new Program(folder).run(command, ""));
  }

  private static void assertFails(String message, int code, Program.Outcome outcome) {
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().startsWith("moonwire top: " + message), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void a_terminal_is_painted_anew_until_the_jvm_ends() throws Exception {
    assumeTrue(Pty.isPossible());
    try (EchoServer server = EchoServer.start()) {
      Process process = busy(server);
      try (Pty terminal =
          new Pty(
              folder, Map.of(), Program.jar("top", "" + process.pid()).toArray(String[]::new))) {
        terminal.expect("messages in");
        terminal.expect("messages in");
        assertTrue(terminal.raw().contains("\033[H\033[J"), terminal.raw());
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        terminal.expect("moonwire top: process " + process.pid() + " has ended");
        assertEquals(1, terminal.exitCode());
        assertFalse(terminal.rest().contains("\tat "), terminal.rest());
      }
    }
  }

  @Test
  void a_jvm_that_is_stopped_does_not_hold_it_up() throws Exception {
    assumeTrue(Pty.isPossible());
    try (EchoServer server = EchoServer.start()) {
      Process process = busy(server);
      try (Pty terminal =
          new Pty(
              folder, Map.of(), Program.jar("top", "" + process.pid()).toArray(String[]::new))) {
        terminal.expect("messages in");
        signal(process, "STOP");
        terminal.expect("process " + process.pid() + " does not answer; is it stopped?");
        assertEquals(1, terminal.exitCode());
      } finally {
        signal(process, "CONT");
      }
    }
  }

  private static void signal(Process process, String name) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor());
  }
}
