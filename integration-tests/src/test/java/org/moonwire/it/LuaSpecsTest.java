package org.moonwire.it;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of the websocket module, written in Lua: each on an engine and a server of its own. */
class LuaSpecsTest {
  private static final List<String> SPECS =
      List.of("constants", "connecting", "messages", "closing", "compression");

  @TestFactory
  Stream<DynamicContainer> specs() {
    return SPECS.stream().map(LuaSpecsTest::container);
  }

  private static DynamicContainer container(String spec) {
    String resource = "specs/" + spec + ".lua";
    try {
      List<String> names = SpecRunner.names(resource);
      Assertions.assertFalse(names.isEmpty(), resource);
      return DynamicContainer.dynamicContainer(
          spec,
          names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(resource, name))));
    } catch (Exception e) {
      throw new AssertionError("cannot read " + resource, e);
    }
  }

  private static void run(String resource, String name) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try (EchoServer server = EchoServer.start();
              SpecRunner runner = new SpecRunner(name)) {
            runner.run(resource, server);
          }
        });
  }
}
