package org.moonwire.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.policy.PolicySet;

/** The cases of the websocket module, written in Lua: each on an engine and a server of its own. */
class LuaSpecsTest {

  private static final List<String> SPECS =
      List.of("connecting", "messages", "closing", "compression", "extras", "control", "streams");

  @TempDir private static Path folder;
  private static SSLContext before;
  private static SSLContext ours;

  @BeforeAll
  static void trustOurselves() throws Exception {
    before = SSLContext.getDefault();
    ours = new Certificates(folder).context("ours", "san=ip:127.0.0.1,dns:localhost");
    SSLContext.setDefault(ours);
  }

  @AfterAll
  static void trustAsBefore() {
    SSLContext.setDefault(before);
  }

  @TestFactory
  Stream<DynamicContainer> without_a_policy() {
    return Stream.concat(Stream.of("constants"), SPECS.stream())
        .map(spec -> container(spec, "", null));
  }

  @TestFactory
  Stream<DynamicContainer> over_tls() {
    return SPECS.stream().map(spec -> container(spec, "", ours));
  }

  @TestFactory
  Stream<DynamicContainer> under_a_policy() {
    return Stream.of("nothing", "url-only", "one-host", "no-loopback", "no-proxy")
        .map(policy -> container("policy_" + policy.replace('-', '_'), policy, null));
  }

  private static DynamicContainer container(String spec, String policy, SSLContext tls) {
    String resource = "spec/" + spec + "_spec.lua";
    try {
      List<String> names = SpecRunner.names(resource);
      Assertions.assertFalse(names.isEmpty(), resource);
      return DynamicContainer.dynamicContainer(
          spec,
          names.stream()
              .map(name -> DynamicTest.dynamicTest(name, () -> run(resource, name, policy, tls))));
    } catch (Exception e) {
      throw new AssertionError("cannot read " + resource, e);
    }
  }

  private static void run(String resource, String name, String policy, SSLContext tls) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          try (EchoServer server = tls == null ? EchoServer.start() : EchoServer.start(tls);
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
