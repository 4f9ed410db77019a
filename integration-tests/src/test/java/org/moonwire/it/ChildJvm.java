package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the java that runs the tests in a process of its own, in a folder that gets its output. */
record ChildJvm(Path folder) {

  /** How a process ended and what it wrote. */
  record Outcome(int code, String out, String err) {}

  /** Runs {@code java} with these arguments and an empty standard input. */
  Outcome run(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process does not end: " + command);
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
