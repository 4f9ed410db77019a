package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/** Whoever does not record does not pay for the flight recorder. */
@Timeout(60)
final class UnrecordedTest {
  @TempDir private Path folder;

  /** Asks a policy and talks to a server. */
  public static void main(String[] args) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", args[0]);
      engine.eval("assert(require('websocket').connect(url)):close()");
    }
  }

  @Test
  void a_first_connection_loads_no_event_of_the_flight_recorder() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      ChildJvm.Outcome outcome =
          new ChildJvm(folder)
              .run(
                  "-Xlog:class+load:stdout",
                  "-cp",
                  System.getProperty("java.class.path"),
                  UnrecordedTest.class.getName(),
                  server.url("/echo"));
      assertEquals(0, outcome.code(), outcome.err());
      List<String> events =
          outcome
              .out()
              .lines()
              .filter(
                  line -> line.matches(".* (jdk\\.jfr\\.|org\\.moonwire\\.[\\w.]+)Event source:.*"))
              .toList();
      assertTrue(outcome.out().contains("org.moonwire.websocket.Connect "), "nothing was loaded");
      assertEquals(List.of(), events);
    }
  }
}
