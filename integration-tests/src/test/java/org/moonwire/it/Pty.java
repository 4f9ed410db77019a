package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program on a terminal of its own, made by util-linux's {@code script}: what is sent was typed,
 * and what comes is what stands on the screen, in its order.
 */
final class Pty implements AutoCloseable {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /** Control sequences of terminals (ECMA-48), and the bell. */
  private static final Pattern CONTROL =
      Pattern.compile("\033\\[[0-9;?<>=]*[ -/]*[@-~]|\033\\][^\007]*\007|\033[=>()][0AB]?|\007");

  private static final long MAX_WAIT_SECONDS = 30;

  private final Process process;
  private final Thread reading;

  /** All that has come; guarded by this. */
  private final StringBuilder screen = new StringBuilder();

  /** How much of the plain text was expected already. Test thread only. */
  private int seen;

  /** Whether this machine can do it. */
  static boolean isPossible() {
    return Files.isExecutable(SCRIPT) && Files.isExecutable(Path.of("/usr/bin/stty"));
  }

  Pty(Path folder, Map<String, String> environment, String... command) throws IOException {
    String quoted =
        Arrays.stream(command)
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder(
            SCRIPT.toString(), "-qefc", "stty rows 40 cols 100; exec " + quoted, "/dev/null");
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(environment);
    this.process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    this.reading = new Thread(this::read, "pty");
    reading.setDaemon(true);
    reading.start();
  }

  private void read() {
    try (Reader in = new InputStreamReader(process.getInputStream(), UTF_8)) {
      char[] chunk = new char[1024];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        synchronized (this) {
          screen.append(chunk, 0, n);
          notifyAll();
        }
      }
    } catch (IOException e) {
      // The terminal is gone.
      return;
    }
  }

  void send(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** All that has come, with its control sequences. */
  synchronized String raw() {
    return screen.toString();
  }

  private synchronized String plain() {
    return CONTROL.matcher(screen).replaceAll("").replace("\r", "");
  }

  /** Waits until this text comes after what was expected before; returns what is in between. */
  synchronized String expect(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
    while (true) {
      String plain = plain();
      int at = plain.indexOf(text, seen);
      if (at >= 0) {
        String between = plain.substring(seen, at);
        seen = at + text.length();
        return between;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        fail(
            "`"
                + text
                + "` does not come; since the last expected there is:\n"
                + plain.substring(seen));
      }
      wait(left);
    }
  }

  /** What has come since the last expected text. */
  synchronized String rest() {
    return plain().substring(seen);
  }

  /** Waits for the end of the program; its exit code. */
  int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS), () -> "goes on: " + rest());
    reading.join(TimeUnit.SECONDS.toMillis(MAX_WAIT_SECONDS));
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
