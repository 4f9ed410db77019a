package org.moonwire.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server or proxy of others' making, in a process of its own that ends with the test. */
final class Counterpart implements Closeable {
  private static final long MAX_START_SECONDS = 30;

  private final Process process;
  private final Path output;

  private Counterpart(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Skips the test, with a word, unless a program is on the {@code PATH}. */
  static String program(String name) {
    String found =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst()
            .map(Path::toString)
            .orElse(null);
    assumeTrue(found != null, "`" + name + "` is not on the PATH");
    return found;
  }

  /** Skips the test, with a word, unless a command succeeds. */
  static void require(Path folder, String what, String... command) throws Exception {
    int code = new Program(folder).run(List.of(command), "").code();
    assumeTrue(code == 0, what + " is not installed");
  }

  static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** Writes a file of the resources into a folder, names in braces replaced. */
  static Path file(Path folder, String name, Map<String, Object> values) throws IOException {
    String text = SpecRunner.read("counterparts/" + name);
    for (Map.Entry<String, Object> value : values.entrySet()) {
      text = text.replace("{" + value.getKey() + "}", value.getValue().toString());
    }
    return Files.writeString(folder.resolve(name), text);
  }

  /** Starts a command; it listens on {@code port} when this returns. */
  static Counterpart start(Path folder, int port, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Counterpart started = new Counterpart(process, output);
    long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_START_SECONDS);
    while (!answers(port)) {
      if (System.nanoTime() > latest || process.waitFor(50, TimeUnit.MILLISECONDS)) {
        started.close();
        throw new AssertionError(command[0] + " does not listen: " + Files.readString(output));
      }
    }
    return started;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it has written so far. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
