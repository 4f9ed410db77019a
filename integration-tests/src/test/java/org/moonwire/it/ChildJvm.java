package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Path;

/** Runs the java that runs the tests in a process of its own, in a folder that gets its output. */
record ChildJvm(Path folder) {

  /** How a process ended and what it wrote. */
  record Outcome(int code, String out, String err) {}

  /** Runs {@code java} with these arguments and an empty standard input. */
  Outcome run(String... args) throws IOException, InterruptedException {
    Program.Outcome outcome = new Program(folder).java(args);
    return new Outcome(outcome.code(), outcome.out(), outcome.err());
  }
}
