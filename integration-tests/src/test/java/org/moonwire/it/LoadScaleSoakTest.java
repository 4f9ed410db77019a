package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code moonwire load} with 2,000 users, who are no threads, against a server in a process. */
@Tag("soak")
@Timeout(300)
class LoadScaleSoakTest {
  private static final System.Logger LOG = System.getLogger("org.moonwire.it");
  private static final int USERS = 2_000;
  private static final int MAX_THREADS = 60;
  private static final long TIMEOUT_SECONDS = 120;

  private static final String SCRIPT =
      """
      local loadtest, time = require("websocket.loadtest"), require("time")
      local url = ...
      loadtest.iteration(function()
        loadtest.connect(url):echo("hello " .. loadtest.user())
        time.sleep("1s")
      end)
      """;

  @TempDir private Path folder;

  @Test
  void users_are_tasks_and_all_are_served() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "needs /proc");
    Files.writeString(folder.resolve("load.lua"), SCRIPT);
    Process server =
        new ProcessBuilder(
                Program.tool("java"),
                "-cp",
                System.getProperty("java.class.path"),
                IdleServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = server.inputReader()) {
      Process load = start("ws://127.0.0.1:" + said.readLine() + "/");
      try {
        int threads = threadsOnceAllAreThere(load);
        assertTrue(load.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        String report = Files.readString(folder.resolve("out"));
        LOG.log(System.Logger.Level.INFO, "{0} threads\n{1}", threads, report);
        assertEquals(0, load.exitValue(), report);
        assertTrue(threads <= MAX_THREADS, threads + " threads");
      } finally {
        load.destroyForcibly();
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private Process start(String url) throws Exception {
    List<String> program =
        List.of(Program.tool("java"), "-Xmx512m", "-jar", System.getProperty("moonwire.jar"));
    List<String> words =
        List.of("load", "load.lua", url, "--vus", "" + USERS, "--ramp-up", "5s", "-d", "25s");
    List<String> thresholds =
        List.of(
            "-t",
            "connect count == " + USERS,
            "-t",
            "connect failed == 0",
            "-t",
            "echo failed == 0");
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().addAll(program);
    builder.command().addAll(words);
    builder.command().addAll(thresholds);
    return builder
        .directory(folder.toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** A line of progress says when; there is one every ten seconds. */
  private int threadsOnceAllAreThere(Process load) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!Files.readString(folder.resolve("err")).contains("] " + USERS + " users")) {
      assertTrue(System.nanoTime() < end && load.isAlive(), "not all users have come");
      TimeUnit.MILLISECONDS.sleep(100);
    }
    Path status = Path.of("/proc/" + load.pid() + "/status");
    String line =
        Files.readAllLines(status).stream()
            .filter(l -> l.startsWith("Threads:"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(line.replaceAll("\\D", ""));
  }
}
