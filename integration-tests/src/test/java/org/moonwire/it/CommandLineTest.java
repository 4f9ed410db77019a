package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people who know {@code lua}, {@code websocat} and {@code wscat} expect of a command. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandLineTest {
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(Map<String, String> environment, String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Program.jar(args))
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    return kept(builder);
  }

  private Process kept(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private Process start(String... args) throws IOException {
    return start(Map.of(), args);
  }

  private static void type(Process process, String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @Test
  void chunks_modules_and_the_script_run_in_their_order() throws Exception {
    Files.writeString(folder.resolve("own.lua"), "return {name = order}");
    Files.writeString(folder.resolve("script.lua"), "print('script', order, own.name, ...)");
    Process process =
        start("-e", "order = 1", "-l", "own", "-e", "order = order + 1", "script.lua", "-x", "a b");
    process.getOutputStream().close();
    assertEquals("script\t2\t1\t-x\ta b", lines(process).readLine());
    assertEquals(0, exitCode(process), err());
  }

  @Test
  void an_option_says_the_level_of_the_language() throws Exception {
    String script =
        "print(_VERSION, 7 // 2, 4 / 2, 1 << 62, require('time').unix(0, 1):unix_nano())";
    Process process = start("--lua", "5.4", "-e", script);
    process.getOutputStream().close();
    assertEquals("Lua 5.4\t3\t2.0\t4611686018427387904\t1", lines(process).readLine());
    assertEquals(0, exitCode(process), err());
    process = start("-e", "print(_VERSION, 4 / 2)");
    process.getOutputStream().close();
    assertEquals("Lua 5.2\t2", lines(process).readLine());
    assertEquals(0, exitCode(process), err());
    process = start("--lua", "5.3", "-e", "print(1)");
    process.getOutputStream().close();
    assertEquals(2, exitCode(process));
    assertEquals("lua: --lua: no language level `5.3`; give 5.2 or 5.4", err().strip());
  }

  @Test
  void an_error_ends_what_comes_after_it() throws Exception {
    Process process = start("-e", "error('first', 0)", "-e", "print('second')");
    process.getOutputStream().close();
    assertEquals(1, exitCode(process));
    assertEquals(-1, process.getInputStream().read());
    assertTrue(err().startsWith("lua: first\n"), err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--timout=5s:`--timout=5s`; did you mean `--timeout`?",
        "--pth:unknown option `--pth`; did you mean `--path`?",
        "--evn=X:did you mean `--env`?",
        "--dry:did you mean `--dry-run`?",
        "--posture:unknown option `--posture` (",
        "--nonsense:unknown option `--nonsense`",
        "-e:`-e` needs a chunk of Lua",
        "-l:`-l` needs the name of a module",
        "--timeout:missing required parameter for option '--timeout'"
      })
  void a_wrong_word_is_one_line(String wordAndMessage) throws Exception {
    int end = wordAndMessage.indexOf(':');
    Process process = start(wordAndMessage.substring(0, end));
    process.getOutputStream().close();
    assertEquals(2, exitCode(process));
    assertEquals(1, err().lines().count(), err());
    assertTrue(err().startsWith("moonwire: "), err());
    assertTrue(err().contains(wordAndMessage.substring(end + 1)), err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "connect", "listen", "load", "policy"})
  void help_breaks_lines_between_words(String command) throws Exception {
    Process process = command.isEmpty() ? start("--help") : start(command, "--help");
    process.getOutputStream().close();
    List<String> help = lines(process).lines().toList();
    assertEquals(0, exitCode(process));
    assertTrue(help.size() > 5);
    for (int i = 0; i < help.size(); i++) {
      String line = help.get(i);
      assertTrue(line.length() <= 80, line);
      // A word that is cut has nothing but its last letters in the next line.
      boolean full = line.length() >= 79 && !line.endsWith(" ") && i + 1 < help.size();
      assertFalse(full && help.get(i + 1).matches(" *[a-z]{1,2}[ .,]?"), line);
    }
  }

  @Test
  void nobody_hears_of_a_pipe_that_breaks() throws Exception {
    for (String loop : List.of("print('y')", "pcall(print, 'y')", "io.write('y\\n')")) {
      Process process = start("--grant", "io", "-e", "while true do " + loop + " end");
      assertEquals("y", lines(process).readLine());
      process.getInputStream().close();
      assertEquals(141, exitCode(process), loop);
      assertEquals("", err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
  void arguments_are_utf_8_in_any_locale(String locale) throws Exception {
    Process process = start(Map.of("LC_ALL", locale), "-e", "print('grün', '😀', #'ä')");
    process.getOutputStream().close();
    assertEquals("grün\t😀\t2", lines(process).readLine());
    assertEquals(0, exitCode(process), err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.read()", "io.lines()()", "io.stdin:read()", "io.read('*n')"})
  void other_tasks_run_while_a_script_waits_for_its_input(String read) throws Exception {
    Process process =
        start(
            "--grant",
            "io",
            "-e",
            "local time = require('time') coroutine.spawn(function() for i = 1, 3 do"
                + " time.sleep('10ms') print('tick', i) end end) print('read', %s)"
                    .formatted(read));
    BufferedReader out = lines(process);
    for (int i = 1; i <= 3; i++) {
      assertEquals("tick\t" + i, out.readLine());
    }
    type(process, "7\n");
    assertEquals("read\t7", out.readLine());
    assertEquals(0, exitCode(process), err());
  }

  @Test
  void two_tasks_that_read_share_the_lines() throws Exception {
    Process process =
        start(
            "--grant",
            "io",
            "-e",
            "local done = channel.new() for i = 1, 2 do coroutine.spawn(function() local n = 0"
                + " for line in io.lines() do n = n + tonumber(line) end done:send(n) end) end"
                + " print(done:receive() + done:receive())");
    for (int i = 1; i <= 100; i++) {
      type(process, i + "\n");
    }
    process.getOutputStream().close();
    assertEquals("5050", lines(process).readLine());
    assertEquals(0, exitCode(process), err());
  }

  @Test
  void an_interrupt_ends_a_script_that_waits_for_its_input() throws Exception {
    Process process = start("--grant", "io", "-e", "print('up') io.read()");
    assertEquals("up", lines(process).readLine());
    long start = System.nanoTime();
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    assertEquals(130, exitCode(process));
    assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 4);
  }

  @Test
  void the_errors_of_a_prompt_on_a_pipe_come_at_once() throws Exception {
    Process process = kept(new ProcessBuilder(Program.jar("-i")));
    type(process, "error('one')\n");
    assertEquals("lua: stdin:1: one", process.errorReader(UTF_8).readLine());
    BufferedReader out = lines(process);
    type(process, "1 +\n2\nos.exit(5)\n");
    assertEquals("> > >> 3", out.readLine());
    assertEquals(5, exitCode(process));
  }
}
