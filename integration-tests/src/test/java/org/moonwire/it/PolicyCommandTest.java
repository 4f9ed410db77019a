package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.Program.Outcome;

/**
 * Policies on the command line of {@code moonwire.jar}: those of a script, and {@code moonwire
 * policy}.
 */
@Timeout(60)
class PolicyCommandTest {
  @TempDir private Path folder;
  private ExecutableJar jar;

  @BeforeEach
  void inTheFolder() {
    jar = new ExecutableJar(folder);
  }

  @Test
  void a_policy_file_decides() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String yaml = SpecRunner.read("policies/one-host.yaml");
      Files.writeString(
          folder.resolve("policy.yaml"), yaml.replace("PORT", Integer.toString(server.port())));
      String script =
          jar.script("local c, e = require('websocket').connect(...)\nprint(c ~= nil, e)\n");
      assertEquals(
          "true\tnil\n", jar.run("--policy", "policy.yaml", script, server.url("/echo")).out());
      assertEquals(
          "false\tnot allowed: ws://h/x\n",
          jar.run("--policy", "policy.yaml", script, "ws://h/x").out());
    }
  }

  @Test
  void policy_check_reports_all_mistakes_with_their_places() throws Exception {
    Files.writeString(
        folder.resolve("p.yaml"), "entires: []\nsecurity: {strict: 3, dry_run: true}\n");
    Outcome outcome = jar.run("policy", "check", "p.yaml");
    assertEquals(1, outcome.code());
    assertEquals("p.yaml: not usable, 2 mistakes\n", outcome.out());
    assertTrue(outcome.err().contains("p.yaml:1:1: unknown key `entires`"), outcome.err());
    assertTrue(outcome.err().contains("\n  | entires: []\n  | ^\n"), outcome.err());
    assertTrue(outcome.err().contains("p.yaml:2:20: strict must be true or false"), outcome.err());
  }

  @Test
  void policy_check_warns_and_accepts() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "security: {dry_run: true}\n");
    Outcome outcome = jar.run("policy", "check", "p.yaml");
    assertEquals(0, outcome.code());
    assertEquals("p.yaml: ok, 1 warning\n", outcome.out());
    assertTrue(outcome.err().startsWith("warning: p.yaml:1:21: nothing is denied"), outcome.err());
    assertEquals(
        new Outcome(1, outcome.out(), outcome.err()),
        jar.run("policy", "check", "--strict", "p.yaml"));
  }

  @Test
  void policy_check_names_the_artifact_that_expressions_need() throws Exception {
    Files.writeString(
        folder.resolve("p.yaml"),
        "entries: [{name: a, kind: security.policy.expr, policy: {actions: a, resources: b,"
            + " effect: allow, expression: 'true'}}]");
    Outcome outcome = jar.run("policy", "check", "p.yaml");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("need the artifact `dev.cel:cel`"), outcome.err());
  }

  @Test
  void a_script_called_policy_runs_by_its_path_and_the_word_is_a_script_elsewhere()
      throws Exception {
    Files.writeString(folder.resolve("policy"), "print('script', ...)");
    assertEquals(new Outcome(0, "script\tcheck\n", ""), jar.run("./policy", "check"));
    assertEquals(new Outcome(0, "\nscript\n", ""), jar.run("-e", "print(...)", "policy"));
    assertEquals(2, jar.run("policy").code());
  }

  @Test
  void a_dry_run_logs_what_would_be_denied_and_goes_on() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "entries: []\n");
    String chunk = "print(require('security').can('read', 'x'))";
    Outcome outcome = jar.run("--policy", "p.yaml", "--dry-run", "-e", chunk);
    assertEquals("true\n", outcome.out());
    assertEquals(
        "org.moonwire.policy: would deny (dry run) `read` on `x` to actor ``: undefined, no policy"
            + " decided\n",
        outcome.err());
    assertEquals(new Outcome(0, "false\n", ""), jar.run("--policy", "p.yaml", "-e", chunk));
  }

  @Test
  void the_commands_of_the_policy_guide_work() throws Exception {
    Path policy = Path.of("..", "policy");
    Files.createDirectory(folder.resolve("examples"));
    for (String name : List.of("strict.yaml", "strict.tests.yaml")) {
      Files.copy(policy.resolve("examples/" + name), folder.resolve("examples/" + name));
    }
    List<String> out = new ArrayList<>();
    for (String line : Files.readAllLines(policy.resolve("README.md"))) {
      if (line.startsWith("java -jar moonwire.jar ")) {
        Outcome outcome =
            jar.run(line.substring("java -jar moonwire.jar ".length()).split(" ", -1));
        assertEquals(0, outcome.code(), outcome.err());
        out.add(outcome.out());
      }
    }
    assertEquals(
        List.of("examples/strict.yaml: ok\n", "examples/strict.tests.yaml: 14 of 14 hold\n"),
        out.subList(0, 2));
    assertTrue(
        out.get(2).contains("decision  allow\n  by      strict:admin_console\n"), out.get(2));
  }

  @Test
  void policy_test_shows_the_rows_that_do_not_hold() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "entries: []\n");
    Files.writeString(
        folder.resolve("p.tests.yaml"),
        "- {name: a, action: a, decision: undefined}\n- {name: b, action: b, decision: allow}\n");
    assertEquals(
        new Outcome(
            1,
            "p.tests.yaml: 1 of 2 hold\n",
            """
            p.tests.yaml:2:3: b: expected allow but it is undefined
              | - {name: b, action: b, decision: allow}
              |   ^
            """),
        jar.run("policy", "test", "p.yaml"));
  }
}
