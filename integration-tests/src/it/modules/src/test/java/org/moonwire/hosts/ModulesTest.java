package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.EchoServer;
import org.moonwire.it.Program;
import org.moonwire.it.Program.Outcome;

/** An application with a module descriptor starts, from a module path and from an image. */
class ModulesTest {
  private static final String MODULE = "org.moonwire.hosts.app";
  private static final String MAIN = MODULE + "/org.moonwire.hosts.app.Application";
  private static final String CLASSES = System.getProperty("application.classes");
  private static final Path SOURCES = Path.of(System.getProperty("application.sources"));
  private static final String JAR = System.getProperty("moonwire.jar");

  private static final String WITHOUT_SOCKETS =
      """
      hello, manager
      300
      [1,2]
      refused
      """;
  private static final String WITH_SOCKETS = WITHOUT_SOCKETS + "echo\n";

  @TempDir private Path folder;

  @Test
  void it_speaks_websocket_on_the_module_path() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Outcome outcome =
          java("--module-path", path(CLASSES, runtime()), "-m", MAIN, server.url("/echo"));
      assertEquals(WITH_SOCKETS, outcome.out(), outcome::err);
    }
  }

  @Test
  void it_needs_the_jars_of_the_engine_only() throws Exception {
    Outcome outcome = java("--module-path", path(CLASSES, engine()), "-m", MAIN);
    assertEquals(WITHOUT_SOCKETS, outcome.out(), outcome::err);
  }

  @Test
  void expression_policies_work_with_cel_on_the_class_path() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      Outcome outcome =
          java(
              "-Dmoonwire.policy=" + SOURCES.resolveSibling("policy.yaml"),
              "-classpath",
              System.getProperty("java.class.path"),
              "--module-path",
              path(CLASSES, runtime()),
              "-m",
              MAIN,
              server.url("/echo"));
      assertEquals(WITH_SOCKETS, outcome.out(), outcome::err);
    }
  }

  @Test
  void an_image_of_the_engine_runs_it() throws Exception {
    Path image = link(path(CLASSES, engine()), MODULE);
    Outcome outcome = new Program(folder).run(List.of(image + "/bin/java", "-m", MAIN), "");
    assertEquals(WITHOUT_SOCKETS, outcome.out(), outcome::err);
  }

  @Test
  void an_image_of_the_complete_jar_speaks_websocket() throws Exception {
    Path image = link(path(compileAgainstJar().toString(), List.of(JAR)), MODULE);
    try (EchoServer server = EchoServer.start()) {
      List<String> command = List.of(image + "/bin/java", "-m", MAIN, server.url("/echo"));
      Outcome outcome = new Program(folder).run(command, "");
      assertEquals(WITH_SOCKETS, outcome.out(), outcome::err);
    }
  }

  @Test
  void the_complete_jar_is_a_command_as_a_module() throws Exception {
    Outcome outcome = java("--module-path", JAR, "-m", "org.moonwire", "-e", "print(6 * 7)");
    assertEquals("42\n", outcome.out(), outcome::err);
  }

  private Outcome java(String... args) throws Exception {
    return new Program(folder).java(args);
  }

  /** The jars that a project gets which depends on {@code moonwire-websocket}. */
  private static List<String> runtime() throws Exception {
    String jars = Files.readString(Path.of(System.getProperty("application.modulepath")));
    return List.of(jars.strip().split(File.pathSeparator));
  }

  private static List<String> engine() throws Exception {
    return runtime().stream().filter(j -> !j.matches(".*(moonwire-websocket|tyrus).*")).toList();
  }

  private static String path(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The same classes, in a module that requires the one of {@code moonwire.jar}. */
  private Path compileAgainstJar() throws Exception {
    Path classes = folder.resolve("classes");
    Path sources = SOURCES.resolve("main/java/org/moonwire/hosts/app");
    List<String> args = new ArrayList<>(List.of("-d", classes.toString(), "--module-path", JAR));
    args.add(SOURCES.resolve("linked/module-info.java").toString());
    try (Stream<Path> files = Files.list(sources)) {
      files.map(Path::toString).forEach(args::add);
    }
    run("javac", args);
    return classes;
  }

  private Path link(String modulePath, String module) {
    Path image = folder.resolve("image");
    run(
        "jlink",
        List.of("--module-path", modulePath, "--add-modules", module, "--output", image + ""));
    return image;
  }

  private static void run(String tool, List<String> args) {
    StringWriter said = new StringWriter();
    java.io.PrintWriter out = new java.io.PrintWriter(said, true);
    int code =
        ToolProvider.findFirst(tool).orElseThrow().run(out, out, args.toArray(String[]::new));
    assertEquals(0, code, said::toString);
  }
}
