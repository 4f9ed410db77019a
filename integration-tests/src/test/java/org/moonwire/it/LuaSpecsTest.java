package org.moonwire.it;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.moonwire.engine.LuaEngine;
import org.moonwire.policy.PolicySet;

/** The cases of the websocket module, written in Lua: each on an engine and a server of its own. */
class LuaSpecsTest {

  @TestFactory
  Stream<DynamicContainer> without_a_policy() {
    return Stream.of("constants", "connecting", "messages", "closing", "compression")
        .map(spec -> container(spec, ""));
  }

  @TestFactory
  Stream<DynamicContainer> under_a_policy() {
    return Stream.of("nothing", "url-only", "one-host", "no-loopback")
        .map(policy -> container("policy-" + policy, policy));
  }

  private static DynamicContainer container(String spec, String policy) {
    String resource = "specs/" + spec + ".lua";
    try {
      List<String> names = SpecRunner.names(resource);
      Assertions.assertFalse(names.isEmpty(), resource);
      return DynamicContainer.dynamicContainer(
          spec,
          names.stream()
              .map(name -> DynamicTest.dynamicTest(name, () -> run(resource, name, policy))));
    } catch (Exception e) {
      throw new AssertionError("cannot read " + resource, e);
    }
  }

  private static void run(String resource, String name, String policy) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try (EchoServer server = EchoServer.start();
              SpecRunner runner = new SpecRunner(name);
              LuaEngine engine = engine(policy, server)) {
            runner.run(resource, engine, server);
          }
        });
  }

  private static LuaEngine engine(String policy, EchoServer server) throws Exception {
    if (policy.isEmpty()) {
      return LuaEngine.builder().build();
    }
    String yaml = SpecRunner.read("policies/" + policy + ".yaml");
    String ours = yaml.replace("PORT", Integer.toString(server.port()));
    return LuaEngine.builder().policy(PolicySet.parse(policy, ours)).build();
  }
}
