package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.moonwire.it.Program.Outcome;

/**
 * Runs {@code java -jar moonwire.jar} in processes of its own, in a folder that gets the output.
 */
record ExecutableJar(Path folder) {

  Process start(String... args) throws IOException {
    return start(ProcessBuilder.Redirect.to(folder.resolve("out").toFile()), args);
  }

  Process start(ProcessBuilder.Redirect output, String... args) throws IOException {
    return new ProcessBuilder(Program.jar(args))
        .directory(folder.toFile())
        .redirectOutput(output)
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** Waits for the end of a process that was started last. */
  Outcome finish(Process process) throws IOException, InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not end");
    return new Outcome(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  /** Runs to the end, with an empty standard input. */
  Outcome run(String... args) throws IOException, InterruptedException {
    Process process = start(args);
    process.getOutputStream().close();
    return finish(process);
  }

  /** Writes a script into the folder and returns its name. */
  String script(String source) throws IOException {
    Files.writeString(folder.resolve("script.lua"), source);
    return "script.lua";
  }
}
