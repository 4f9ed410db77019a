package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tools.ant.Project;
import org.apache.tools.ant.launch.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.EchoServer;
import org.moonwire.it.Program;
import org.moonwire.it.Program.Outcome;

/** Ant in a process of its own, with {@code moonwire.jar} as its only library. */
class AntTest {
  @TempDir private Path folder;

  private Outcome ant(String file, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-classpath", jar(Launcher.class), Launcher.class.getName()));
    command.addAll(List.of("-lib", jar(Project.class)));
    command.addAll(List.of("-lib", System.getProperty("moonwire.jar"), "-silent", "-emacs"));
    command.addAll(List.of("-f", Path.of(file).toAbsolutePath().toString()));
    command.addAll(List.of(args));
    return new Program(folder).java(command.toArray(new String[0]));
  }

  private static String jar(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private String printed(String file, String... args) throws Exception {
    Outcome outcome = ant(file, args);
    assertEquals(0, outcome.code(), outcome::err);
    return outcome.out().replaceFirst("Buildfile: .*\\R", "").strip();
  }

  private String failure(String target) throws Exception {
    Outcome outcome = ant("more.xml", target);
    assertNotEquals(0, outcome.code());
    return outcome.err();
  }

  @Test
  void a_script_reads_properties_as_globals_and_sets_others() throws Exception {
    assertEquals("hello, world", printed("build.xml"));
    assertEquals("hello, Ada", printed("build.xml", "-Dwho=Ada", "greet"));
  }

  @Test
  void targets_and_references_are_globals_too() throws Exception {
    assertEquals("userdata 2 script", printed("more.xml", "names"));
  }

  @Test
  void a_script_makes_and_runs_tasks() throws Exception {
    assertEquals("made by Lua", printed("more.xml", "create"));
  }

  @Test
  void tasks_and_conditions_may_be_written_in_lua() throws Exception {
    assertEquals("abab", printed("more.xml", "definition"));
    assertEquals("holds: true", printed("more.xml", "condition"));
  }

  @Test
  void a_failing_task_fails_the_build_with_its_own_message() throws Exception {
    String failure = failure("fail");
    assertTrue(failure.contains("BUILD FAILED"), failure);
    assertTrue(failure.contains("more.xml") && failure.contains("said the build"), failure);
  }

  @Test
  void a_mistake_fails_the_build_with_line_and_message() throws Exception {
    String failure = failure("mistake");
    assertTrue(failure.contains("LuaScriptException: chunk:3: said the script"), failure);
  }

  @Test
  void a_script_file_talks_to_a_web_socket_and_the_build_ends() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String url = "-Decho.url=" + server.url("/echo");
      assertEquals("from a build", printed("more.xml", url, "file"));
    }
  }
}
