package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.it.EchoServer;
import org.moonwire.it.Program;
import org.moonwire.it.Program.Outcome;

/** The repackaged jar, whose class loader reads jars in a jar. */
class BootIT {
  @TempDir private Path folder;

  @Test
  void one_jar_has_the_engine_and_its_modules() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      String jar = System.getProperty("application.jar");
      Outcome outcome = new Program(folder).java("-jar", jar, server.url("/echo"));
      Set<String> lines = outcome.out().lines().collect(Collectors.toSet());
      assertEquals(Set.of("Lua 5.2", "10"), lines, outcome::err);
      assertEquals(0, outcome.code(), outcome::err);
    }
  }
}
