package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody reads whose script is refused, in a process of its own: the error of the table of
 * errors, as the end of the script and on standard error.
 */
@Timeout(120)
class ErrorsEndTest {
  @TempDir private Path folder;
  private String script;

  @BeforeEach
  void writeScript() throws Exception {
    script = file("errors/connect.lua");
  }

  private ChildJvm.Outcome run(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("-jar", System.getProperty("moonwire.jar")));
    command.addAll(List.of(args));
    return new ChildJvm(folder).run(command.toArray(String[]::new));
  }

  private String file(String resource) throws Exception {
    Path copy = folder.resolve(Path.of(resource).getFileName());
    Files.writeString(copy, SpecRunner.read(resource));
    return copy.getFileName().toString();
  }

  /** Asserts that a script ended with this error: what it saw of it, and what the user sees. */
  private static void assertFails(String kind, String message, ChildJvm.Outcome outcome) {
    assertEquals(1, outcome.code(), outcome.err());
    assertEquals(kind + "\n", outcome.out(), outcome.err());
    assertTrue(outcome.err().startsWith("lua: " + message), outcome.err());
    assertReadable(outcome);
  }

  private static void assertReadable(ChildJvm.Outcome outcome) {
    assertTrue(outcome.err().startsWith("lua: "), outcome.err());
    assertTrue(outcome.err().lines().count() <= 3, outcome.err());
    assertFalse(outcome.err().contains("Exception"), outcome.err());
    assertFalse(outcome.err().contains("moonwire."), outcome.err());
  }

  @Test
  void a_refused_url() throws Exception {
    assertFails(
        "PermissionDenied\tfalse",
        "not allowed: ws://127.0.0.1:1/x",
        run("--policy", file("policies/one-api.yaml"), script, "ws://127.0.0.1:1/x"));
  }

  @Test
  void a_refused_capability() throws Exception {
    assertFails(
        "PermissionDenied\tfalse",
        "websocket connections not allowed",
        run("--policy", file("policies/nothing.yaml"), script, "ws://127.0.0.1:1/x"));
  }

  @Test
  void a_dead_port() throws Exception {
    String url;
    try (EchoServer server = EchoServer.start()) {
      url = server.url("/echo");
    }
    assertFails("Internal\ttrue", "failed to dial websocket: ", run(script, url));
  }

  @Test
  void a_401() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      ChildJvm.Outcome outcome = run(script, server.url("/status?code=401"));
      assertFails("Internal\ttrue", "failed to dial websocket: ", outcome);
      assertTrue(outcome.err().contains("401"), outcome.err());
    }
  }

  @Test
  void a_bad_option() throws Exception {
    ChildJvm.Outcome outcome = run(script, "ws://127.0.0.1:1/x", "banana");
    assertFails("Invalid\tfalse", "", outcome);
    assertTrue(outcome.err().contains("dial_timeout"), outcome.err());
    assertTrue(outcome.err().contains("`banana`"), outcome.err());
  }

  /** Naming a file that cannot be used is wrong usage, as with an unknown option. */
  @Test
  void a_bad_policy_file_on_the_command_line() throws Exception {
    ChildJvm.Outcome outcome = run("--policy", file("errors/policy.yaml"), script, "ws://h/x");
    assertEquals(2, outcome.code());
    assertPointsAtTheMistake(outcome);
  }

  /** The JVM's policy is not the command's argument: the script cannot run. */
  @Test
  void a_bad_policy_file_of_the_jvm() throws Exception {
    String property = "-Dmoonwire.policy=" + file("errors/policy.yaml");
    ChildJvm.Outcome outcome =
        new ChildJvm(folder).run(property, "-jar", System.getProperty("moonwire.jar"), script);
    assertEquals(1, outcome.code());
    assertPointsAtTheMistake(outcome);
  }

  private static void assertPointsAtTheMistake(ChildJvm.Outcome outcome) {
    assertEquals("", outcome.out());
    assertTrue(
        outcome.err().contains("policy.yaml:6:66: invalid policy effect: alow"), outcome.err());
    assertReadable(outcome);
  }
}
