package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.EchoServer;
import org.moonwire.it.Program;
import org.moonwire.it.Program.Outcome;

/** Nothing in {@code moonwire.jar} gets into the way of what stands beside it. */
class BesideTest {
  private static final String EXPECTED =
      """
      guava 1+2
      protobuf 3
      jackson {"a":1}
      luaj 5
      tyrus hello true
      moonwire 42
      """;

  private static final String JAR = System.getProperty("moonwire.jar");
  private static final String OTHERS = System.getProperty("java.class.path");

  @TempDir private Path folder;

  private Outcome run(String classPath) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String main = "org.moonwire.hosts.Neighbours";
      return new Program(folder).java("-classpath", classPath, main, server.url("/echo"));
    }
  }

  @Test
  void older_versions_behind_it_are_used_by_their_owner() throws Exception {
    Outcome outcome = run(JAR + File.pathSeparator + OTHERS);
    assertEquals(EXPECTED, outcome.out(), outcome::err);
  }

  @Test
  void older_versions_before_it_do_not_disturb_it() throws Exception {
    Outcome outcome = run(OTHERS + File.pathSeparator + JAR);
    assertEquals(EXPECTED, outcome.out(), outcome::err);
  }

  @Test
  void it_has_classes_and_services_of_its_own_names_only() throws Exception {
    TreeSet<String> foreign = new TreeSet<>();
    try (JarFile jar = new JarFile(JAR)) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        boolean service = name.startsWith("META-INF/services/") && !name.endsWith("/");
        if ((name.endsWith(".class") || service) && !name.contains("org/moonwire/")) {
          foreign.add(name.replaceFirst("META-INF/services/org\\.moonwire\\..*", "ours"));
        }
      }
    }
    foreign.removeAll(java.util.Set.of("ours", "module-info.class"));
    assertEquals(
        new TreeSet<>(java.util.Set.of("META-INF/services/javax.script.ScriptEngineFactory")),
        foreign);
  }
}
