package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.moonwire.it.Program;
import org.moonwire.it.Program.Outcome;

/**
 * A JMeter installation with {@code moonwire.jar} in its folder {@code lib}.
 *
 * @param folder where plans run and results are written
 */
record JMeter(Path folder) {
  /** What JMeter's own start script opens. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.util",
          "java.base/java.text",
          "java.base/java.util.regex",
          "java.base/java.net",
          "java.desktop/java.awt.font");

  private static final int LABEL = 2;
  private static final int RESPONSE_CODE = 3;
  private static final int SUCCESS = 7;

  JMeter {
    try {
      Path lib = Path.of(System.getProperty("jmeter.home"), "lib", "moonwire.jar");
      Path jar = Path.of(System.getProperty("moonwire.jar"));
      Files.copy(jar, lib, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One line of a result file. */
  record Sample(String label, String code, boolean success) {}

  /** The command that starts JMeter with these arguments; options of the JVM come first. */
  static List<String> command(List<String> jvm, String... args) {
    List<String> command = Program.shortJvm();
    OPENED.forEach(module -> command.add("--add-opens=" + module + "=ALL-UNNAMED"));
    command.addAll(jvm);
    command.add("-Djava.awt.headless=true");
    command.add("-Djava.rmi.server.hostname=127.0.0.1");
    command.addAll(
        List.of(
            "-jar", Path.of(System.getProperty("jmeter.home"), "bin/ApacheJMeter.jar").toString()));
    command.addAll(List.of(args));
    return command;
  }

  /** Runs a plan to its end and returns its samples. */
  List<Sample> run(String plan, String... properties) throws Exception {
    return run(List.of(), plan, properties);
  }

  List<Sample> run(List<String> jvm, String plan, String... properties) throws Exception {
    Path results = Files.createTempFile(folder, "results", ".jtl");
    Files.delete(results);
    List<String> args = new ArrayList<>();
    args.addAll(
        List.of("-n", "-t", Path.of("src/test/resources", plan).toAbsolutePath().toString()));
    args.addAll(List.of("-l", results.toString(), "-j", log().toString()));
    args.addAll(List.of(properties));
    Outcome outcome = new Program(folder).run(command(jvm, args.toArray(new String[0])), "");
    assertEquals(0, outcome.code(), outcome.out() + outcome.err());
    if (!Files.exists(results)) {
      throw new AssertionError(outcome.out() + outcome.err() + Files.readString(log()));
    }
    return Files.readAllLines(results).stream().skip(1).map(JMeter::sample).toList();
  }

  private static Sample sample(String line) {
    String[] fields = line.split(",");
    return new Sample(fields[LABEL], fields[RESPONSE_CODE], Boolean.parseBoolean(fields[SUCCESS]));
  }

  Path log() {
    return folder.resolve("jmeter.log");
  }
}
