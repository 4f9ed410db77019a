package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in processes of their own, in a folder that also takes what they write.
 *
 * @param folder the programs' working directory
 */
public record Program(Path folder) {
  private static final long SECONDS = 120;

  /** How a process ended and what it wrote. */
  public record Outcome(int code, String out, String err) {}

  /** Returns the path of a tool of the JDK that runs this. */
  public static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /**
   * Returns the beginning of a command, to add to: {@code java} with what makes a JVM quick that
   * lives for a second, so that the tests do not wait for code that is compiled to run for hours.
   */
  public static List<String> shortJvm() {
    return new ArrayList<>(List.of(tool("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
  }

  /** Returns a command that runs {@code moonwire.jar}, to add to. */
  public static List<String> jar(String... args) {
    List<String> command = shortJvm();
    command.addAll(List.of("-jar", System.getProperty("moonwire.jar")));
    command.addAll(List.of(args));
    return command;
  }

  /** Runs {@code java} with these arguments and an empty standard input. */
  public Outcome java(String... args) throws IOException, InterruptedException {
    List<String> command = shortJvm();
    command.addAll(List.of(args));
    return run(command, "");
  }

  /** Runs a command with a standard input; one that takes longer than two minutes fails. */
  public Outcome run(List<String> command, String input) throws IOException, InterruptedException {
    Path in = Files.writeString(Files.createTempFile(folder, "in", ""), input);
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process does not end: " + command);
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
